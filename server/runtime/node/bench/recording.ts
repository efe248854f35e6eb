/** What it costs to record what happens, and how much of a run's time that is. */
import { Ring } from '../../../trace/ring.ts'
import { at, type Figure, median } from './figures.ts'
import { reports } from './programs.ts'
import { assertEnded, type Rig, requestFor, traceOf } from './rig.ts'
import { printedNumber, runProgram } from './system-calls.ts'

const EVENTS = 100_000
const REPORTS = 5000
const REPETITIONS = 7

export async function recording(rig: Rig): Promise<Figure[]> {
  const record = Array.from({ length: REPETITIONS }, recordTime)
  const reported: number[] = []
  for (let count = 0; count < 3; count += 1) {
    reported.push((printedNumber(await runProgram(rig.runner, reports(REPORTS))) / REPORTS) * 1000)
  }
  return [
    { what: 'an event of the kernel, with its time', unit: 'µs', values: record, budget: at.most(1.7) },
    { what: 'an event that the guest library reports', unit: 'µs', values: reported, budget: at.most(1.7) },
    ...(await shares(median(record), median(reported), rig)),
  ]
}

/** One event with its clock, as a run on node records it, µs. */
function recordTime(): number {
  const ring = new Ring()
  const began = performance.timeOrigin + performance.now()
  const from = performance.now()
  for (let count = 0; count < EVENTS; count += 1) {
    const t = Math.round((performance.timeOrigin + performance.now() - began) * 1000)
    ring.record(t, 'thread:1', 1, { kind: 'request-answered', status: 200, bytes: count })
  }
  const took = performance.now() - from
  if (ring.drain().length !== EVENTS) throw new Error('the ring has lost events')
  return (took / EVENTS) * 1000
}

/** Kinds of events that only the guest library knows. */
const REPORTED = new Set(['callback-queued', 'callback-run', 'switch', 'line', 'mark'])

async function shares(record: number, report: number, { runner }: Rig): Promise<Figure[]> {
  const requests = 10
  const clients = 64
  const events = await traceOf(runner, requestFor('callbacks', { clients, requests }))
  assertEnded(events, 'answered')
  const first = events.find(({ kind }) => kind === 'request-sent')!.t
  const took = events.at(-1)!.t - first
  const ofGuest = events.filter(({ kind }) => REPORTED.has(kind)).length
  const cost = events.length * record + ofGuest * report
  return [
    {
      what: 'events a request of find-team callbacks',
      unit: '',
      values: [events.length / clients / requests],
    },
    {
      what: 'their share of the run’s time',
      unit: '%',
      values: [(cost / took) * 100],
      budget: at.most(10),
      note: 'computed from the costs above; a run that records nothing cannot be asked for',
    },
  ]
}
