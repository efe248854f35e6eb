import { describe, expect, it } from 'vitest'
import { axis, thousands, tickLabel, ticks } from '../../server/trace/axis.ts'

describe('ticks', () => {
  it.each([
    [0, 216_000, 10, 50_000],
    [0, 1_616_000, 10, 200_000],
    [0, 900, 5, 200],
    [0, 10_000_000, 4, 5_000_000],
    [3_000, 8_000, 5, 1_000],
  ])('from %d to %d, at most %d, are %d apart', (from, to, most, step) => {
    const found = ticks(from, to, most)
    expect(found.length).toBeLessThanOrEqual(most + 1)
    for (const [index, t] of found.entries()) {
      expect(t % step).toBe(0)
      expect(t).toBeGreaterThanOrEqual(from)
      expect(t).toBeLessThanOrEqual(to)
      if (index > 0) expect(t - found[index - 1]!).toBe(step)
    }
  })

  it('of no time at all are its one moment', () => {
    expect(ticks(5, 5, 10)).toEqual([5])
  })

  it('are named in ms', () => {
    expect([0, 500, 200_000, 1_600_000].map(tickLabel)).toEqual(['0', '0.5 ms', '200 ms', '1,600 ms'])
  })

  it('stand on the plot, each with its line', () => {
    const drawn = axis({ plot: { left: 100, right: 900, top: 20, bottom: 200, from: 0, to: 100_000 } })
    expect(drawn.filter(({ kind }) => kind === 'line')).toHaveLength(11)
    expect(drawn.find((each) => each.kind === 'text' && each.text === '50 ms')).toMatchObject({
      x: 500,
      anchor: 'middle',
    })
  })
})

describe('thousands', () => {
  it('are parted by commas', () => {
    expect([0, 999, 1204, 1_234_567.5].map(thousands)).toEqual(['0', '999', '1,204', '1,234,567.5'])
  })
})
