import { expect, test } from 'vitest'
import { at } from '../../../../server/runtime/node/bench/figures.ts'
import { table } from '../../../../server/runtime/node/bench/table.ts'

test('shows median, range, unit, budget and verdict of a figure', () => {
  const text = table({
    name: 'stop',
    title: 'Stop',
    figures: [{ what: 'a loop', unit: 'ms', values: [300, 100, 200], budget: at.most(100) }],
  })
  const [head, , row] = text.split('\n').map((line) => line.split(/ {2,}/))
  expect(head).toEqual(['Stop', 'median', 'min', 'max', 'unit', 'budget', 'verdict'])
  expect(row).toEqual(['a loop', '200', '100', '300', 'ms', '≤ 100', 'over by 2.0x'])
})

test('a figure that was not measured says so, and why', () => {
  const text = table({
    name: 'peer',
    title: 'Peer',
    figures: [{ what: 'Tornado', unit: 'x', values: [], budget: at.least(1.5), note: 'it is not installed' }],
  })
  expect(text).toMatch(/Tornado +x +≥ 1\.5 +not measured\n {2}Tornado: it is not installed$/)
})

test('thousands are grouped, and small values keep three figures', () => {
  const figure = (value: number) => ({ what: 'it', unit: '', values: [value] })
  const text = table({ name: 'n', title: 'N', figures: [figure(12345.6), figure(0.01234)] })
  expect(text).toContain('12,346')
  expect(text).toContain('0.0123')
})
