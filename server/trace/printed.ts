/** What a run said in words: the program's output, and what the library logged. */
import type { TraceEvent } from '../kernel/events.ts'

/** One text, of one or more lines. */
export interface Printed {
  /** For whom; 0 is the server itself. */
  request: number
  stream: 'out' | 'err'
  text: string
}

/** All texts in order. */
export function printed(events: readonly TraceEvent[]): Printed[] {
  return events.flatMap((event) =>
    event.kind === 'log' ? [{ request: event.request, stream: event.stream, text: event.text }] : [],
  )
}
