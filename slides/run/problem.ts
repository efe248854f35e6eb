/** What a run says went wrong, in a form that the code pane can mark and a person can read. */
import type { TraceEvent } from '../../server/kernel/events.ts'
import type { Problem } from '../editor/code-rows.ts'

/** The failure a finished run ended with; without a place in the program `line` is 0. */
export function problemOf(events: readonly TraceEvent[]): Problem | undefined {
  const end = events.at(-1)
  if (end?.kind !== 'run-end' || end.message === undefined) return undefined
  return { message: end.message, line: end.at?.line ?? 0, column: end.at?.column ?? 1 }
}
