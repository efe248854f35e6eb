/**
 * A run as the four graphs that four people look at, each at no other: latency by hour (product), latency by
 * page (administrator), the queue at the lock (developer), CPU use (operations). Plain data, to be drawn.
 */
import type { TraceEvent } from '../kernel/events.ts'
import { percentile } from './answers.ts'
import { busyShare, busyTimes } from './busy-times.ts'
import { commandTimes, depthOverTime, lockWaits, type Stretch } from './command-times.ts'

/** Latencies of some requests, ms: how many, and nearest rank of half and of 95 in 100 of them; 0 if none. */
export interface Latencies {
  requests: number
  p50_ms: number
  p95_ms: number
  max_ms: number
}

/** The requests answered in one hour: the run, from its first request to its last event, is a day of 24. */
export interface HourLatency extends Latencies {
  /** 0 to 23. */
  hour: number
  /** Where in the run the hour begins, ms. */
  from_ms: number
}

/** The requests for one page, whatever was asked of it. */
export interface PageLatency extends Latencies {
  /** Its path, such as `/login`. */
  page: string
}

/** From this moment of the run, ms, so many commands wait for a lock. */
export interface QueueStep {
  t_ms: number
  waiting: number
}

/** The share (0 to 1) of a stretch of the run in which a core was busy with the program, all cores together. */
export interface CpuUse {
  from_ms: number
  to_ms: number
  busy: number
}

/** All times are ms since the run began, latencies those of answered requests. */
export interface Graphs {
  /** 24 of them, in order. */
  latencyByHour: HourLatency[]
  /** In the order of the first request for each. */
  latencyByPage: PageLatency[]
  /** Steps: each holds until the next, nothing waits before the first. Empty if there never was a queue. */
  lockQueue: QueueStep[]
  /** 24 stretches of equal length, the same as the hours. */
  cpu: CpuUse[]
}

interface Answered {
  request: number
  /** When, µs. */
  t: number
  page: string
  latency: number
}

const HOURS = 24

/** The four graphs of a run, from its events in order. */
export function graphs(events: readonly TraceEvent[]): Graphs {
  const answered = answeredRequests(events)
  const end = events.at(-1)?.t ?? 0
  const begin = events.find(({ kind }) => kind === 'request-sent')?.t ?? 0
  const hours = Array.from({ length: HOURS }, (_, hour) => ({
    from: begin + ((end - begin) * hour) / HOURS,
    to: begin + ((end - begin) * (hour + 1)) / HOURS,
  }))
  return {
    latencyByHour: byHour(answered, hours),
    latencyByPage: byPage(answered),
    lockQueue: depthOverTime(lockWaits(commandTimes(events), end)).map(({ t, depth }) => ({
      t_ms: ms(t),
      waiting: depth,
    })),
    cpu: cpuUse(events, hours),
  }
}

function answeredRequests(events: readonly TraceEvent[]): Answered[] {
  const open = new Map<number, { t: number; label: string }>()
  return events.flatMap((event) => {
    if (event.kind === 'request-sent') open.set(event.request, event)
    const start = event.kind === 'request-answered' ? open.get(event.request) : undefined
    if (!start) return []
    const { request, t } = event
    return [{ request, t, page: pageOf(start.label), latency: t - start.t }]
  })
}

/** `GET /login?name=ann` asks for `/login`. */
function pageOf(label: string): string {
  return label.replace(/^\S+ /, '').replace(/[?#].*$/s, '')
}

/** What is answered at the very end belongs to the last hour. */
function byHour(answered: readonly Answered[], hours: readonly Stretch[]): HourLatency[] {
  return hours.map(({ from, to }, hour) => {
    const last = hour === HOURS - 1
    const then = answered.filter(({ t }) => t >= from && (t < to || last))
    return { hour, from_ms: ms(from), ...latencies(then) }
  })
}

function byPage(answered: readonly Answered[]): PageLatency[] {
  const inOrder = answered.toSorted((a, b) => a.request - b.request)
  const pages = [...new Set(inOrder.map(({ page }) => page))]
  return pages.map((page) => ({ page, ...latencies(inOrder.filter((each) => each.page === page)) }))
}

function latencies(answered: readonly Answered[]): Latencies {
  const sorted = answered.map(({ latency }) => latency).sort((a, b) => a - b)
  return {
    requests: sorted.length,
    p50_ms: ms(percentile(sorted, 0.5)),
    p95_ms: ms(percentile(sorted, 0.95)),
    max_ms: ms(sorted.at(-1) ?? 0),
  }
}

function cpuUse(events: readonly TraceEvent[], hours: readonly Stretch[]): CpuUse[] {
  const times = busyTimes(events)
  return hours.map((hour) => ({
    from_ms: ms(hour.from),
    to_ms: ms(hour.to),
    busy: busyShare(times, hour),
  }))
}

function ms(microseconds: number): number {
  return Math.round(microseconds) / 1000
}
