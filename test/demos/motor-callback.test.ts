/** The motor-callback demo: documents leave while the cursor has more, and the cursor is read to its end. */
import { expect, it } from 'vitest'
import { demoNamed, programOf } from '../../server/demos.ts'
import { applyEdit } from '../../server/trace/demo.ts'
import { only, requestOf, simulate } from '../support/simulated.ts'
import { brokenBy } from './broken.ts'

const broken = (...changes: [string, string][]) => brokenBy('motor-callback', 'callbacks', changes)

it('keeps its claims, and breaks two if all comes in one batch', async () => {
  expect(await broken()).toEqual([])
  expect(await broken(['.batchSize(16)', ''])).toEqual(['prints', 'loopNeverBlockedOver'])
})

it('leaves cursors open if false says that it was enough', async () => {
  const first = 'if (match) this.send(match)'
  const enough = 'if (match) { this.send(match); this.finish(); return false }'
  expect(await broken([first, enough])).toEqual(['noCursorLeft'])
})

it('sends all 64 matches and notes each visit, with one batch or several', async () => {
  const source = programOf('motor-callback', 'callbacks')!
  const edited = applyEdit(source, demoNamed('motor-callback')!.edits[0]!)
  const sizes = new Set<number>()
  for (const program of [source, edited]) {
    const events = await simulate(requestOf('motor-callback', 'callbacks', { source: program }))
    for (const { bytes } of only(events, 'request-answered')) sizes.add(bytes)
    const inserts = only(events, 'command-queued').filter(({ label }) => label.startsWith('insert'))
    expect(inserts).toHaveLength(4)
  }
  expect(sizes.size).toBe(1)
  expect([...sizes][0]).toBeGreaterThan(64 * 100)
})
