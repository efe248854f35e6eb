import { expect, test } from 'vitest'
import { at, median, verdict } from '../../../../server/runtime/node/bench/figures.ts'

test('the median of an odd number of values is the middle one, whatever their order', () => {
  expect(median([9, 1, 5])).toBe(5)
  expect(median([10, 9, 100])).toBe(10)
})

test('the median of an even number of values is the mean of the middle two', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5)
})

test('the median of nothing is not a number', () => {
  expect(median([])).toBeNaN()
})

test('the median leaves the values as they were', () => {
  const values = [3, 1, 2]
  median(values)
  expect(values).toEqual([3, 1, 2])
})

test('a value that reaches its budget exactly is within it', () => {
  expect(verdict(20, at.most(20))).toBe('within')
  expect(verdict(1.5, at.least(1.5))).toBe('within')
})

test('a miss says by what factor', () => {
  expect(verdict(28, at.most(20))).toBe('over by 1.4x')
  expect(verdict(0.75, at.least(1.5))).toBe('short by 2.0x')
})

test('a narrow miss is not rounded away', () => {
  expect(verdict(20.2, at.most(20))).toBe('over by 1.010x')
})
