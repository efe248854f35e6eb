/** What a run says went wrong, in a form that the code pane can mark and a person can read. */
import type { Position, TraceEvent } from '../../server/kernel/events.ts'
import type { Problem } from '../editor/code-rows.ts'

/**
 * What a finished run failed with, or else the first error with a place that was logged on the way. `line` is
 * 0 if it isn't one of the program's; a place in the guest library goes into the message.
 */
export function problemOf(events: readonly TraceEvent[], style: string): Problem | undefined {
  const end = events.at(-1)
  if (end?.kind === 'run-end' && end.message !== undefined) return problemAt(end.message, end.at, style)
  const logged = events.find((event) => event.kind === 'log' && event.stream === 'err' && event.at)
  return logged?.kind === 'log' ? problemAt(logged.text, logged.at, style) : undefined
}

function problemAt(message: string, at: Position | undefined, style: string): Problem {
  if (!at) return { message, line: 0, column: 1 }
  if (at.file === `${style}.ts`) return { message, line: at.line, column: at.column }
  return { message: `${at.file}:${at.line}: ${message}`, line: 0, column: 1 }
}
