/** When cores ran the program, as stretches of time: figures and graphs count these. */
import type { TraceEvent } from '../kernel/events.ts'
import type { Stretch } from './command-times.ts'

/** All stretches, in the order in which they ended, and on how many cores. */
export interface BusyTimes {
  busy: Stretch[]
  cores: number
}

const GIVES_BACK: ReadonlySet<TraceEvent['kind']> = new Set(['block', 'preempt', 'lane-close'])

/** From `run` to whatever of the same thread gives the core back. */
export function busyTimes(events: readonly TraceEvent[]): BusyTimes {
  const running = new Map<string, number>()
  const cores = new Set<number>()
  const busy: Stretch[] = []
  const stop = (lane: string, to: number) => {
    const from = running.get(lane)
    if (from !== undefined && to > from) busy.push({ from, to })
    running.delete(lane)
  }
  for (const event of events) {
    if (event.kind === 'run') {
      cores.add(event.core)
      running.set(event.lane, running.get(event.lane) ?? event.t)
    } else if (GIVES_BACK.has(event.kind)) stop(event.lane, event.t)
  }
  const end = events.at(-1)?.t ?? 0
  for (const lane of [...running.keys()]) stop(lane, end)
  return { busy, cores: cores.size }
}

/** Most cores that were busy at one moment. */
export function mostBusy({ busy }: BusyTimes): number {
  const changes = busy.flatMap(({ from, to }) => [
    { t: from, by: 1 },
    { t: to, by: -1 },
  ])
  // Who gives a core back does so before the next one has it.
  changes.sort((one, other) => one.t - other.t || one.by - other.by)
  let most = 0
  changes.reduce((now, { by }) => {
    most = Math.max(most, now + by)
    return now + by
  }, 0)
  return most
}

/** The share (0 to 1, three decimals) of `stretch` in which a core was busy, all cores together; 0 for none. */
export function busyShare({ busy, cores }: BusyTimes, stretch: Stretch): number {
  const sum = busy.reduce((total, each) => total + overlap(each, stretch), 0)
  const whole = (stretch.to - stretch.from) * Math.max(1, cores)
  return whole > 0 ? Math.round((1000 * sum) / whole) / 1000 : 0
}

function overlap(a: Stretch, b: Stretch): number {
  return Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from))
}
