/** What went wrong in a run, and where: for the marker in the editor and for the command line. */
import type { Position, TraceEvent } from '../kernel/events.ts'

export interface Failure {
  message: string
  at?: Position
}

/**
 * What the run ended with, if that has a place; else the first error that was logged with one, because a
 * request that was never answered has its cause there; else what the run ended with, if it ended badly.
 */
export function failureOf(events: readonly TraceEvent[]): Failure | undefined {
  const end = events.at(-1)
  const ended = end?.kind === 'run-end' && end.message !== undefined ? end : undefined
  if (ended?.at) return { message: ended.message!, at: ended.at }
  const logged = events.find((event) => event.kind === 'log' && event.stream === 'err' && event.at)
  if (logged?.kind !== 'log') return ended && { message: ended.message! }
  const message = ended ? `${logged.text} (${ended.message})` : logged.text
  return { message, at: logged.at! }
}
