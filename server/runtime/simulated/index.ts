/** The simulated runtime: virtual clock, one thread, runs anywhere, gives the same trace for the same seed. */
import type { Position, TraceEvent } from '../../kernel/events.ts'
import { TRACE_VERSION } from '../../kernel/events.ts'
import { LIBRARY, MATCHES } from '../../library.ts'
import { worldCupSeed } from '../../mongo/seed.ts'
import type { RunRequest } from '../../run.ts'
import { type Compiled, compile } from '../../sandbox/compile.ts'
import { CompileError } from '../../sandbox/compile-error.ts'
import type { GuestEnd } from '../../sandbox/guest.ts'
import type { DriverOptions } from './driver.ts'
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
  const world = new World(request, [worldCupSeed(MATCHES)])
  begin(world, request)
  const suspending = request.style === 'threads'
  const compiled = compileFor(world, request, suspending)
  const flush = () => emit(world.ring.drain().map((event) => placed(event, compiled)))
  if (compiled) {
    const { program } = compiled
    const options: DriverOptions = { ...host, program, seed: request.seed, syscallCost: SYSCALL_COST, flush }
    const driver = suspending ? new ThreadDriver(world, options) : new PlainDriver(world, options)
    conclude(world, await driver.run())
  }
  flush()
}

function begin(world: World, request: RunRequest): void {
  const { demo, style, clients, requests, latency, seed } = request
  world.ring.record(0, 'run', 0, {
    kind: 'run-start',
    version: TRACE_VERSION,
    run: 'simulated',
    runtime: 'simulated',
    demo,
    style,
    clients,
    requests,
    latency,
    seed,
  })
}

function compileFor(world: World, { source, style }: RunRequest, suspending: boolean): Compiled | undefined {
  try {
    return compile({ source, style, suspending, library: LIBRARY })
  } catch (error) {
    if (!(error instanceof CompileError)) throw error
    const { message, hint, file, line, column } = error
    world.end('failed', hint === undefined ? message : `${message}: ${hint}`, { file, line, column })
    return undefined
  }
}

function conclude(world: World, end: GuestEnd): void {
  if (end.how === 'returned') world.end('returned')
  else world.end(end.how, end.message, end.at)
}

/** The event with its place as the author of the program sees it. */
function placed(event: TraceEvent, compiled: Compiled | undefined): TraceEvent {
  if (!('at' in event) || !event.at || !compiled || event.at.file !== compiled.program.file) return event
  const at: Position = { ...event.at, column: compiled.column(event.at.line, event.at.column) }
  return { ...event, at }
}
