import { expect, it } from 'vitest'
import { wasmEngine } from '../../server/runtime/node/run/wasm-engine.ts'
import { LIMITS } from '../../server/sandbox/limits.ts'
import { Vm } from '../../server/sandbox/vm.ts'

const machine = () =>
  Vm.create({
    wasm: wasmEngine(),
    limits: LIMITS,
    modules: new Map(),
    resolve: (_importer, specifier) => specifier,
    interrupt: () => 'go on',
    exhausted: () => undefined,
    seed: 1,
    clock: () => 0,
  })

/** Bytes that a hundred times this keep taken. */
function kept(vm: Vm, action: () => void): number {
  action()
  const before = vm.heap
  for (let time = 0; time < 100; time += 1) action()
  return vm.heap - before
}

const LONG = 'x'.repeat(10_000)

it('gets memory back that answers of host functions have taken', async () => {
  const vm = await machine()
  vm.define('$answer', () => LONG)
  expect(kept(vm, () => vm.script('$answer()', 'test'))).toBe(0)
  vm.dispose()
})

it('gets memory back that calls from outside have taken', async () => {
  const vm = await machine()
  vm.script('globalThis.echo = (text) => text', 'test')
  expect(kept(vm, () => void vm.call('echo', LONG))).toBe(0)
  vm.dispose()
})

it('leaves an answer alone that the guest keeps', async () => {
  const vm = await machine()
  vm.define('$answer', () => LONG)
  vm.script('const first = $answer(); $answer(); globalThis.length = () => first.length', 'test')
  expect(vm.call('length')).toBe(LONG.length)
  vm.dispose()
})
