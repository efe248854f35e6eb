/** Requests per second, read from the events of clients: of the node runtime's and of those that ask others. */
import type { TraceEvent } from '../../../kernel/events.ts'

/** Answers per second between the first request that was sent and the last one answered; NaN if none was. */
export function rateOf(events: readonly TraceEvent[]): number {
  const sent = events.find(({ kind }) => kind === 'request-sent')
  const answered = events.filter(({ kind }) => kind === 'request-answered')
  const last = answered.at(-1)
  if (!sent || !last) return Number.NaN
  return answered.length / ((last.t - sent.t) / 1e6)
}
