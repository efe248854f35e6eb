/**
 * What a waiting request costs in memory: the guest's heap when most requests wait, less the heap before
 * the first one came. Measured at blocks, the moments at which nothing is half done, and only if one thread serves
 * everyone: threads have heaps of their own, and what the first one's takes says nothing about the others.
 */
import type { TraceEvent } from '../kernel/events.ts'

/**
 * Bytes that each waiting request added to the guest's heap, rounded, never negative; 0 if that can't be
 * known. `own` is how many requests the run's clients send: higher numbers are visitors' and don't count.
 */
export function bytesPerWaitingRequest(events: readonly TraceEvent[], own: number): number {
  const firstArrival = events.findIndex((event) => event.kind === 'request-arrived' && event.request <= own)
  const before = events.slice(0, Math.max(0, firstArrival)).findLast((event) => event.kind === 'block')
  if (!before || events.some((event) => event.kind === 'block' && event.lane !== before.lane)) return 0
  const most = blockWithMostWaiting(events.slice(firstArrival), own)
  if (most.waiting === 0) return 0
  return Math.max(0, Math.round((most.heap - before.heap) / most.waiting))
}

/** The first of several equals: what piles up later is garbage, or what earlier rounds left behind. */
function blockWithMostWaiting(events: readonly TraceEvent[], own: number): { waiting: number; heap: number } {
  const waiting = new Set<number>()
  let most = { waiting: 0, heap: 0 }
  for (const event of events) {
    if (event.kind === 'request-arrived' && event.request <= own) waiting.add(event.request)
    if (event.kind === 'request-answered' || event.kind === 'request-failed') waiting.delete(event.request)
    if (event.kind === 'block' && waiting.size > most.waiting)
      most = { waiting: waiting.size, heap: event.heap }
  }
  return most
}
