/** What the measurements share: a database, a runner, and the ways to run a program to its end. */
import { demoNamed, programOf } from '../../../demos.ts'
import type { TraceEvent } from '../../../kernel/events.ts'
import type { Runner, RunRequest, Style } from '../../../run.ts'
import { SEEDS } from '../../../seeds.ts'
import { DemoDatabase } from '../database/demo-database.ts'
import { complain } from '../give-up.ts'
import { type NodeRunner, nodeRunner } from '../run/run-node.ts'
import { simulatedRunner } from '../run/run-simulated.ts'

export interface Rig {
  /** Where the bundled entries lie. */
  bundle: URL
  database: DemoDatabase
  /** The node runtime, as the demo server has it. */
  runner: NodeRunner
  simulated: Runner
  seconds: number
  /** Whether a missing server to compare with may be installed. */
  peers: boolean
}

export interface RigOptions {
  bundle: URL
  seconds: number
  peers: boolean
}

/** Brings up a database and the runtimes. Close it. */
export async function openRig({ bundle, seconds, peers }: RigOptions): Promise<Rig> {
  const database = new DemoDatabase({ bundle, seed: SEEDS, say: complain })
  const runner = nodeRunner(bundle, database)
  await database.started()
  return { bundle, database, runner, simulated: simulatedRunner(bundle), seconds, peers }
}

export async function closeRig({ runner, database }: Rig): Promise<void> {
  await Promise.all([runner.close(), database.close()])
}

/** The demo that stands for what the deck does. */
const DEMO = 'find-team'

/** Asks for the demo in a style: without latency, one request of one client, unless `changes` says more. */
export function requestFor(style: Style, changes: Partial<RunRequest> = {}): RunRequest {
  return {
    demo: DEMO,
    style,
    source: programOf(DEMO, style)!,
    paths: demoNamed(DEMO)!.paths,
    clients: 1,
    requests: 1,
    latency: 0,
    seed: 1,
    arrival: 'together',
    mode: 'burst',
    ...changes,
  }
}

/** Runs a program to its end and gives the whole trace. */
export async function traceOf(runner: Runner, request: RunRequest): Promise<TraceEvent[]> {
  const events: TraceEvent[] = []
  for await (const batch of runner.run(request).events) events.push(...batch)
  return events
}

/** Throws if a run didn't come to its end well: a figure of it would be a lie. */
export function assertEnded(events: readonly TraceEvent[], ...expected: string[]): void {
  const end = events.at(-1)
  if (end?.kind === 'run-end' && expected.includes(end.reason)) return
  const how = end?.kind === 'run-end' ? `${end.reason}: ${end.message ?? ''}` : 'no end'
  throw new Error(`a measured run ended otherwise than ${expected.join(' or ')}: ${how}`)
}

/** Lets the machine come to rest, ms: ended threads go, spare ones start. */
export function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
