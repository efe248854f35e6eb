/** What the drivers of simulated guests have in common. */
import type { CompiledProgram } from '../../sandbox/compile.ts'
import { reportedEvent } from '../../sandbox/reported.ts'
import type { World } from './world.ts'

/** What a system call costs, µs of virtual CPU time. */
export type SyscallCost = number

export interface DriverOptions {
  wasm: WebAssembly.Module
  program: CompiledProgram
  seed: number
  syscallCost: SyscallCost
  /** Hands out the events so far. After the last one the guest may take its time to notice. */
  flush: () => void
}

/** Records an event that a guest reports, if it is one that guests may report. `own` is the lane of its thread. */
export function reportTo(world: World, own: string, lane: string, json: string, request: number): void {
  const reported = reportedEvent(own, lane, json)
  if (reported) world.ring.record(world.now, reported.lane, request, reported.happening)
}
