/** Who writes to the database and who only reads, and what the lock between them does: figures of one run. */
import type { TraceEvent } from '../kernel/events.ts'
import { commandTimes, depthOverTime, isWrite, lockWaits, type Stretch } from './command-times.ts'

/** Times in ms, with three decimals; 0 where there is nothing. */
export interface WriteFigures {
  /** Commands that wrote. */
  writes: number
  /** Most of them served at once. */
  writes_at_once_max: number
  /** How long the database served all of them together, and the longest. */
  write_service_ms: number
  write_service_max_ms: number
  /** Most commands that waited for a lock at once. */
  lock_queue_max: number
  /** The longest that a request with a write took, and one without. */
  writers_max_ms: number
  readers_max_ms: number
}

/** The figures of a run from its events in order. `own` is how many requests the run's clients send. */
export function writeFigures(events: readonly TraceEvent[], own: number): WriteFigures {
  const end = events.at(-1)?.t ?? 0
  const commands = commandTimes(events)
  const writes = commands.filter(isWrite)
  const writers = new Set(writes.map(({ request }) => request))
  const services = writes.flatMap(({ started, served }) =>
    started === undefined || served === undefined ? [] : [{ from: started, to: served }],
  )
  const times = services.map(length)
  const latencies = answerTimes(events, own)
  const longestOf = (write: boolean) =>
    longest(latencies.flatMap(({ request, time }) => (writers.has(request) === write ? [time] : [])))
  return {
    writes: writes.length,
    writes_at_once_max: mostAtOnce(services),
    write_service_ms: ms(times.reduce((sum, time) => sum + time, 0)),
    write_service_max_ms: ms(longest(times)),
    lock_queue_max: mostAtOnce(lockWaits(commands, end)),
    writers_max_ms: ms(longestOf(true)),
    readers_max_ms: ms(longestOf(false)),
  }
}

/** How long each of the clients' own requests took that were answered, µs. */
function answerTimes(events: readonly TraceEvent[], own: number): { request: number; time: number }[] {
  const sent = new Map<number, number>()
  return events.flatMap(({ kind, request, t }) => {
    if (kind === 'request-sent' && request <= own) sent.set(request, t)
    const start = sent.get(request)
    return kind === 'request-answered' && start !== undefined ? [{ request, time: t - start }] : []
  })
}

function mostAtOnce(stretches: readonly Stretch[]): number {
  return longest(depthOverTime(stretches).map(({ depth }) => depth))
}

function longest(values: readonly number[]): number {
  return values.reduce((max, value) => Math.max(max, value), 0)
}

function length({ from, to }: Stretch): number {
  return to - from
}

function ms(microseconds: number): number {
  return Math.round(microseconds) / 1000
}
