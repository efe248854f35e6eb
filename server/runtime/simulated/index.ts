/** The simulated runtime: virtual clock, one thread, runs anywhere, gives the same trace for the same seed. */
import { compileRequest } from '../../compile-request.ts'
import { inBatches } from '../../event-queue.ts'
import type { TraceEvent } from '../../kernel/events.ts'
import type { RunRequest } from '../../run.ts'
import { runStart } from '../../run-start.ts'
import type { GuestEnd } from '../../sandbox/guest.ts'
import { SEEDS } from '../../seeds.ts'
import type { DriverOptions } from './driver.ts'
import { loadParts } from './parts.ts'
import { PlainDriver } from './plain-driver.ts'
import { ThreadDriver } from './thread-driver.ts'
import { World } from './world.ts'

/** µs of virtual CPU time that a system call costs. */
const SYSCALL_COST = 5

/** What the runtime needs from where it runs. */
export interface SimulatedHost {
  wasm: WebAssembly.Module
}

/** Runs a program to its end and hands out its events. Never throws because of the program. */
export async function runSimulated(
  request: RunRequest,
  emit: (events: TraceEvent[]) => void,
  host: SimulatedHost,
): Promise<void> {
  const world = new World(request, SEEDS, await loadParts())
  world.ring.record(0, 'run', 0, runStart(request, 'simulated', 'simulated'))
  const suspending = request.style === 'threads'
  const prepared = compileRequest(request, suspending)
  const place = 'place' in prepared ? prepared.place : (event: TraceEvent) => event
  const flush = () => {
    for (const batch of inBatches(world.ring.drain())) emit(batch.map(place))
  }
  if ('message' in prepared) world.end('failed', prepared.message, prepared.at)
  else {
    const { program } = prepared
    const options: DriverOptions = { ...host, program, seed: request.seed, syscallCost: SYSCALL_COST, flush }
    const driver = suspending ? new ThreadDriver(world, options) : new PlainDriver(world, options)
    conclude(world, await driver.run())
    flush()
    driver.dispose()
  }
  flush()
}

function conclude(world: World, end: GuestEnd): void {
  if (end.how === 'returned') world.endReturned()
  else world.end(end.how, end.message, end.at)
}
