/** What one system call costs, there and back, when it needn't wait. */
import type { TraceEvent } from '../../../kernel/events.ts'
import type { Runner } from '../../../run.ts'
import type { Figure } from './figures.ts'
import { systemCalls } from './programs.ts'
import { assertEnded, type Rig, requestFor, traceOf } from './rig.ts'

const CALLS = 20_000
const REPETITIONS = 5

export async function systemCallTimes({ runner, simulated }: Rig): Promise<Figure[]> {
  const onNode: number[] = []
  const inVirtualTime: number[] = []
  for (let count = 0; count < REPETITIONS; count += 1) {
    onNode.push((printedNumber(await runProgram(runner, systemCalls(CALLS))) / CALLS) * 1000)
    inVirtualTime.push(await wallTimePerCall(simulated))
  }
  return [
    { what: 'demo server: another OS thread', unit: 'µs', values: onNode },
    { what: 'this tab: the same thread', unit: 'µs', values: inVirtualTime },
  ]
}

/** Runs a program that returns by itself. */
export async function runProgram(runner: Runner, source: string): Promise<TraceEvent[]> {
  const events = await traceOf(runner, requestFor('callbacks', { source }))
  assertEnded(events, 'returned')
  return events
}

/** The number that a program has printed. */
export function printedNumber(events: readonly TraceEvent[]): number {
  const log = events.find((event) => event.kind === 'log')
  return Number(log?.text)
}

/** A guest's clock doesn't tell in virtual time: a run with many calls against one with few, µs. */
async function wallTimePerCall(runner: Runner): Promise<number> {
  const few = await wallTime(runner, systemCalls(1))
  const many = await wallTime(runner, systemCalls(CALLS))
  return ((many - few) / CALLS) * 1000
}

async function wallTime(runner: Runner, source: string): Promise<number> {
  const began = performance.now()
  const events = await traceOf(runner, requestFor('callbacks', { source }))
  const took = performance.now() - began
  assertEnded(events, 'returned', 'failed')
  return took
}
