/**
 * What a waiting request costs in memory: the guest's heap when most requests wait, less the heap before
 * the first one came. Measured at blocks, the moments at which nothing is half done, and within one lane only:
 * threads have heaps of their own, and what a whole one takes says nothing about a thread.
 */
import type { TraceEvent } from '../kernel/events.ts'

/** Bytes that each waiting request added to the guest's heap, rounded; 0 if that can't be known. */
export function bytesPerWaitingRequest(events: readonly TraceEvent[]): number {
  const firstArrival = events.findIndex((event) => event.kind === 'request-arrived')
  const before = events.slice(0, Math.max(0, firstArrival)).findLast((event) => event.kind === 'block')
  const most = blockWithMostWaiting(events.slice(firstArrival))
  if (!before || most.waiting === 0 || before.lane !== most.lane) return 0
  return Math.max(0, Math.round((most.heap - before.heap) / most.waiting))
}

/** The last of several equals: by then all requests have got as far as they can. */
function blockWithMostWaiting(events: readonly TraceEvent[]): {
  waiting: number
  heap: number
  lane: string
} {
  const begun = new Set<number>()
  const over = new Set<number>()
  let most = { waiting: 0, heap: 0, lane: '' }
  for (const event of events) {
    const { request } = event
    if (event.kind === 'request-answered' || event.kind === 'request-failed') over.add(request)
    if (over.has(request)) begun.delete(request)
    else if (event.lane.startsWith('thread:') && request > 0) begun.add(request)
    if (event.kind === 'block' && begun.size >= most.waiting)
      most = { waiting: begun.size, heap: event.heap, lane: event.lane }
  }
  return most
}
