/** The figures of one run, computed from its events alone: what the command line prints and claims check. */
import type { BlockReason, TraceEvent } from '../kernel/events.ts'
import { type AnswerFigures, answerFigures } from './answers.ts'
import { busyShare, busyTimes, mostBusy } from './busy-times.ts'
import { bytesPerWaitingRequest } from './heap-growth.ts'
import { type Printed, printed } from './printed.ts'
import { type WriteFigures, writeFigures } from './writes.ts'

/** One run in numbers; times in ms, with three decimals. */
export interface Statistics extends AnswerFigures, WriteFigures {
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
  /** What went wrong, in the words of the run's end; empty if nothing did. */
  ended_message: string
  /** What the program printed and the library logged, in order. */
  printed: Printed[]
  /** Most database commands under way at once (handshakes not counted). */
  backend_overlap_max: number
  /** Cursors that the program left open on the database. */
  cursors_left: number
  /** Threads that ran guest code. */
  threads: number
  /** Processes that ran guest code. */
  processes: number
  greenlet_switches: number
  /** Of those, how many threw an error into the other greenlet. */
  greenlet_throws: number
  /** Share (0..1) of the cores' time spent on the program, from the first request to the last event. */
  cpu_busy: number
  /** Most cores busy with the program at one moment. */
  cores_busy_max: number
  /** How often a thread waited for a lock of the kernel. */
  lock_waits: number
  /** How often a core went from one thread to another. */
  cpu_switches: number
  /** How often an event loop asked what is ready. */
  polls: number
  /** How often it was told that something can be written to. */
  polls_to_write: number
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
    ended_message: end?.message ?? '',
    printed: printed(events),
    ...answerFigures(events, own),
    backend_overlap_max: mostOverlap(events),
    ...writeFigures(events, own),
    cursors_left: end?.cursors ?? 0,
    threads: end?.threads ?? threadsSeen(events),
    processes: end?.processes ?? 1,
    ...greenletSwitches(events),
    cpu_busy: cpuBusy(events),
    cores_busy_max: mostBusy(busyTimes(events)),
    lock_waits: lockWaits(events),
    cpu_switches: cpuSwitches(events),
    polls: events.filter((event) => event.kind === 'poll').length,
    polls_to_write: events.filter(tellsOfWriting).length,
    loop_blocked_max_ms: ms(longestWithoutPoll(events)),
    bytes_per_waiting_request: bytesPerWaitingRequest(events, own),
    events: events.length,
    dropped: events.reduce((sum, event) => sum + (event.kind === 'dropped' ? event.count : 0), 0),
  }
}

/** Nothing is asked of a program before its first request: till then it only gets ready. */
function cpuBusy(events: readonly TraceEvent[]): number {
  const begin = events.find(({ kind }) => kind === 'request-sent') ?? events[0]
  return busyShare(busyTimes(events), { from: begin?.t ?? 0, to: events.at(-1)?.t ?? 0 })
}

function greenletSwitches(events: readonly TraceEvent[]) {
  const switches = events.filter((event) => event.kind === 'switch')
  const thrown = switches.filter(({ how }) => how === 'throw')
  return { greenlet_switches: switches.length, greenlet_throws: thrown.length }
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

/** What a thread waits for inside the kernel that only another thread can give. */
const LOCKS: ReadonlySet<BlockReason> = new Set<BlockReason>(['lock', 'condition', 'queue'])

function lockWaits(events: readonly TraceEvent[]): number {
  return events.filter((event) => event.kind === 'block' && LOCKS.has(event.reason)).length
}

const WRITE = 4

function tellsOfWriting(event: TraceEvent): boolean {
  return event.kind === 'poll-result' && (event.events ?? []).some((ready) => (ready & WRITE) !== 0)
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
