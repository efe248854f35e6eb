import { describe, expect, it } from 'vitest'
import { Steps } from '../../../slides/timeline/steps.ts'

const steps = new Steps([0, 20, 20, 400].map((t, index) => ({ t, requests: [], text: `sentence ${index}` })))

describe('steps', () => {
  it('hold from their moment until the next', () => {
    expect([-1, 0, 19, 20, 399, 400, 9999].map((t) => steps.indexAt(t))).toEqual([-1, 0, 0, 2, 2, 3, 3])
  })

  it('go one by one through what happens at the same moment', () => {
    expect([steps.from(0, 1), steps.from(1, 1), steps.from(2, -1)]).toEqual([1, 2, 1])
    expect(steps.timeOf(1)).toBe(steps.timeOf(2))
  })

  it('end with the run', () => {
    expect([steps.from(3, 1), steps.from(0, -1), steps.from(-1, 1)]).toEqual([3, 0, 0])
  })

  it('say nothing before the first, and lead nowhere if there are none', () => {
    expect([steps.textOf(-1), steps.timeOf(-1)]).toEqual(['', 0])
    expect(new Steps([]).from(-1, 1)).toBeUndefined()
  })
})
