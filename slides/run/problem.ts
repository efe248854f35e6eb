/** What a run says went wrong, in a form that the code pane can mark and a person can read. */
import type { Position, TraceEvent } from '../../server/kernel/events.ts'
import { failureOf } from '../../server/trace/failure.ts'
import type { Problem } from '../editor/code-rows.ts'

/** `line` is 0 if it isn't one of the program's; a place in the guest library goes into the message. */
export function problemOf(events: readonly TraceEvent[], style: string): Problem | undefined {
  const failure = failureOf(events)
  return failure && problemAt(failure.message, failure.at, style)
}

function problemAt(message: string, at: Position | undefined, style: string): Problem {
  if (!at) return { message, line: 0, column: 1 }
  if (at.file === `${style}.ts`) return { message, line: at.line, column: at.column }
  return { message: `${at.file}:${at.line}: ${message}`, line: 0, column: 1 }
}
