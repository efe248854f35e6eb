/** The figures of one run, computed from its events alone: what the command line prints and claims check. */
import type { TraceEvent } from '../kernel/events.ts'
import { bytesPerWaitingRequest } from './heap-growth.ts'
import { type WriteFigures, writeFigures } from './writes.ts'

/** One run in numbers; times in ms, with three decimals. */
export interface Statistics extends WriteFigures {
  demo: string
  style: string
  runtime: string
  clients: number
  /** Requests each client was to send. */
  requests: number
  latency_ms: number
  seed: number
  /** Why the run ended, `unfinished` if it has not. */
  ended: string
  /** Requests answered with status 200, and all others that were sent. */
  ok: number
  failed: number
  /** First request sent to last answer, ms. */
  makespan_ms: number
  /** Nearest rank over the latencies of answered requests, and the longest of them; 0 if none. */
  p50_ms: number
  p95_ms: number
  max_ms: number
  /** Most database commands under way at once (handshakes not counted). */
  backend_overlap_max: number
  /** Cursors that the program left open on the database. */
  cursors_left: number
  /** Threads that ran guest code. */
  threads: number
  greenlet_switches: number
  /** How often a core went from one thread to another. */
  cpu_switches: number
  /** How often an event loop asked what is ready. */
  polls: number
  /** Longest time between two polls of an event loop, ms; 0 if nothing polls. */
  loop_blocked_max_ms: number
  /** Guest memory that each waiting request added, bytes; 0 if unknown. */
  bytes_per_waiting_request: number
  events: number
  dropped: number
}

/** Computes the figures of a whole run, or of one under way, from its events in order. */
export function statistics(events: readonly TraceEvent[]): Statistics {
  const start = events.find((event) => event.kind === 'run-start')
  const end = events.find((event) => event.kind === 'run-end')
  const own = start ? start.clients * start.requests : Number.POSITIVE_INFINITY
  return {
    demo: start?.demo ?? '',
    style: start?.style ?? '',
    runtime: start?.runtime ?? '',
    clients: start?.clients ?? 0,
    requests: start?.requests ?? 0,
    latency_ms: start?.latency ?? 0,
    seed: start?.seed ?? 0,
    ended: end?.reason ?? 'unfinished',
    ...answers(events, own),
    backend_overlap_max: mostOverlap(events),
    ...writeFigures(events, own),
    cursors_left: end?.cursors ?? 0,
    threads: end?.threads ?? threadsSeen(events),
    greenlet_switches: events.filter((event) => event.kind === 'switch').length,
    cpu_switches: cpuSwitches(events),
    polls: events.filter((event) => event.kind === 'poll').length,
    loop_blocked_max_ms: ms(longestWithoutPoll(events)),
    bytes_per_waiting_request: bytesPerWaitingRequest(events, own),
    events: events.length,
    dropped: events.reduce((sum, event) => sum + (event.kind === 'dropped' ? event.count : 0), 0),
  }
}

/** The value that `share` (0..1) of the sorted values don't exceed, by nearest rank; 0 if there is none. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
}

/** `own` is how many requests the run's clients send: those of visitors come after them and aren't counted. */
function answers(events: readonly TraceEvent[], own: number) {
  const sent = new Map<number, number>()
  const latencies: number[] = []
  let ok = 0
  let last = 0
  for (const event of events) {
    if (event.request > own) continue
    if (event.kind === 'request-sent') sent.set(event.request, event.t)
    if (event.kind !== 'request-answered') continue
    latencies.push(event.t - (sent.get(event.request) ?? event.t))
    if (event.status === 200) ok++
    last = event.t
  }
  latencies.sort((a, b) => a - b)
  const first = sent.values().next().value ?? last
  return {
    ok,
    failed: sent.size - ok,
    makespan_ms: latencies.length > 0 ? ms(last - first) : 0,
    p50_ms: ms(percentile(latencies, 0.5)),
    p95_ms: ms(percentile(latencies, 0.95)),
    max_ms: ms(latencies.at(-1) ?? 0),
  }
}

function mostOverlap(events: readonly TraceEvent[]): number {
  const underWay = new Set<number>()
  let most = 0
  for (const event of events) {
    if (event.kind === 'command-queued' && !event.setup) underWay.add(event.op)
    if (event.kind === 'command-replied') underWay.delete(event.op)
    most = Math.max(most, underWay.size)
  }
  return most
}

function threadsSeen(events: readonly TraceEvent[]): number {
  return new Set(events.filter((event) => event.kind === 'run').map((event) => event.lane)).size
}

function cpuSwitches(events: readonly TraceEvent[]): number {
  const owners = new Map<number, string>()
  let switches = 0
  for (const event of events) {
    if (event.kind !== 'run') continue
    const owner = owners.get(event.core)
    if (owner !== undefined && owner !== event.lane) switches++
    owners.set(event.core, event.lane)
  }
  return switches
}

/** A loop that never polls again counts up to the last event: that's the worst block of all. */
function longestWithoutPoll(events: readonly TraceEvent[]): number {
  const since = new Map<string, number>()
  let longest = 0
  for (const event of events) {
    if (event.kind === 'poll-result') since.set(event.lane, event.t)
    if (event.kind !== 'poll') continue
    longest = Math.max(longest, event.t - (since.get(event.lane) ?? event.t))
    since.delete(event.lane)
  }
  const end = events.at(-1)?.t ?? 0
  return Math.max(longest, ...[...since.values()].map((t) => end - t))
}

function ms(microseconds: number): number {
  return Math.round(microseconds) / 1000
}
