/** What the drivers of simulated guests have in common. */
import type { Happening, LaneKind } from '../../kernel/events.ts'
import type { CompiledProgram } from '../../sandbox/compile.ts'
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

/** Kinds of events that the guest library may report; everything else only the kernel knows. */
const REPORTED: ReadonlySet<string> = new Set<Happening['kind']>([
  'callback-queued',
  'callback-run',
  'lane-close',
  'lane-open',
  'line',
  'mark',
  'switch',
])

/** Records an event that a guest reports, if it is one that guests may report. */
export function reportTo(world: World, lane: string, json: string, request: number): void {
  const happening = parse(json)
  if (!happening || !REPORTED.has(happening.kind) || !/^(thread|greenlet):\d+$/.test(lane)) return
  const opens = happening.kind === 'lane-open'
  world.ring.record(
    world.now,
    lane,
    request,
    opens ? { ...happening, lanes: 'greenlet' satisfies LaneKind } : happening,
  )
}

function parse(json: string): Happening | undefined {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null ? (value as Happening) : undefined
  } catch {
    return undefined
  }
}
