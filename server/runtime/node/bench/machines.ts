/** How long a program takes from its text to a virtual machine that could run it. */
import { compileRequest } from '../../../compile-request.ts'
import { STYLES, type Style } from '../../../run.ts'
import type { CompiledProgram } from '../../../sandbox/compile.ts'
import { Guest, type GuestHost } from '../../../sandbox/guest.ts'
import { LIMITS } from '../../../sandbox/limits.ts'
import { wasmEngine } from '../run/wasm-engine.ts'
import type { Figure } from './figures.ts'
import { requestFor } from './rig.ts'

const REPETITIONS = 15

/** Nothing is run here, so nothing is ever asked. */
const HOST: GuestHost = {
  enter: () => ({ json: '[]', payloads: [] }),
  clock: () => 0,
  report: () => undefined,
  log: () => undefined,
  interrupt: () => false,
}

/** Has to come first in a process: the first values are those of a cold one. */
export async function machineStarts(): Promise<Figure[]> {
  const compiling = timed(() => compiled('callbacks'))
  const loading = await timedAsync(() => loaded(compiled('callbacks')))
  const figures = [
    once('compile callbacks and its library, first', compiling),
    once('load callbacks into a machine, first', loading),
  ]
  for (const style of STYLES) figures.push(...(await warmStarts(style)))
  figures.push(await restores())
  return figures
}

async function warmStarts(style: Style): Promise<Figure[]> {
  const compiles = times(() => timed(() => compiled(style)))
  const program = compiled(style)
  const loads = await timesAsync(() => loaded(program))
  return [
    { what: `compile ${style}`, unit: 'ms', values: compiles },
    { what: `load ${style}`, unit: 'ms', values: loads },
  ]
}

async function restores(): Promise<Figure> {
  const options = optionsFor(compiled('threads'))
  const { guest } = await Guest.load(options)
  const snapshot = guest.snapshot()
  const values = await timesAsync(async () => (await Guest.restore(options, snapshot)).dispose())
  guest.dispose()
  return { what: 'restore threads from a snapshot', unit: 'ms', values }
}

function compiled(style: Style): CompiledProgram {
  const prepared = compileRequest(requestFor(style), false)
  if ('message' in prepared) throw new Error(prepared.message)
  return prepared.program
}

async function loaded(program: CompiledProgram): Promise<void> {
  const { guest, end } = await Guest.load(optionsFor(program))
  guest.dispose()
  if (end) throw new Error('a program failed while it was loaded')
}

function optionsFor(program: CompiledProgram) {
  return { wasm: wasmEngine(), program, limits: LIMITS, seed: 1, host: HOST }
}

function once(what: string, value: number): Figure {
  return { what, unit: 'ms', values: [value] }
}

function timed(action: () => unknown): number {
  const began = performance.now()
  action()
  return performance.now() - began
}

async function timedAsync(action: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await action()
  return performance.now() - began
}

function times(measure: () => number): number[] {
  return Array.from({ length: REPETITIONS }, measure)
}

async function timesAsync(action: () => Promise<unknown>): Promise<number[]> {
  const values: number[] = []
  for (let count = 0; count < REPETITIONS; count += 1) values.push(await timedAsync(action))
  return values
}
