import { describe, expect, it } from 'vitest'
import { percentile } from '../../server/trace/answers.ts'

describe('a percentile', () => {
  it('is the nearest rank', () => {
    const values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    expect([0, 0.5, 0.51, 0.95, 1].map((share) => percentile(values, share))).toEqual([1, 5, 6, 10, 10])
    expect(percentile([], 0.5)).toBe(0)
  })
})
