import { EvalFlags, QuickJS } from 'quickjs-wasi'
import { expect, it } from 'vitest'
import { wasmEngine } from '../../server/runtime/node/run/wasm-engine.ts'
import { Gauges } from '../../server/sandbox/gauges.ts'

it('a machine that has grown gets room for more at once, of which nothing is taken as allocated', async () => {
  const engine = await QuickJS.create({ wasm: wasmEngine() })
  const gauges = new Gauges(engine)
  const size = () => engine._getMemory().buffer.byteLength
  const allocate = (bytes: number) =>
    engine.evalCode(`kept.push(new ArrayBuffer(${bytes}))`, 'kept', EvalFlags.TYPE_GLOBAL).dispose()
  engine.evalCode('globalThis.kept = []', 'kept', EvalFlags.TYPE_GLOBAL).dispose()

  const atFirst = size()
  gauges.makeRoom()
  expect(size()).toBe(atFirst)

  allocate(8 << 20)
  const grown = size()
  const { heap } = gauges
  gauges.makeRoom()
  const roomy = size()
  expect(roomy - grown).toBeGreaterThanOrEqual(1 << 19)
  expect(gauges.heap).toBe(heap)

  allocate(1 << 19)
  expect(size()).toBe(roomy)
  expect(gauges.heap).toBeGreaterThan(heap)
  engine.dispose()
})
