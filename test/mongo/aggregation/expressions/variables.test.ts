import { describe, expect, it } from 'vitest'
import { type Case, evaluate } from '../../../support/evaluate.ts'

const cases: Case[] = [
  [{ $let: { vars: { x: 1, y: '$a' }, in: { $add: ['$$x', '$$y'] } } }, '3', { a: 2 }],
  [{ $let: { vars: { x: { b: 1 } }, in: '$$x.b' } }, '1'],
  [
    { $let: { vars: { X: 1 }, in: 1 } },
    "16867 'X' starts with an invalid character for a user variable name",
  ],
  [
    { $let: { vars: { 'a-b': 1 }, in: 1 } },
    "16868 'a-b' contains an invalid character for a variable name: '-'",
  ],
  [{ $let: { vars: 1, in: 1 } }, '10065 invalid parameter: expected an object (vars)'],
  [{ $let: { vars: {} } }, "16877 Missing 'in' parameter to $let"],
  [{ $let: 1 }, '16874 $let only supports an object as its argument'],
  [{ $map: { input: '$a', in: { $add: ['$$this', 1] } } }, '[2, 3]', { a: [1, 2] }],
  [{ $map: { input: [{ b: 1 }, {}], as: 'x', in: '$$x.b' } }, '[1, null]'],
  [
    { $map: { input: [[1, 2], [3]], as: 'x', in: { $map: { input: '$$x', as: 'y', in: ['$$x', '$$y'] } } } },
    '[[[[1, 2], 1], [[1, 2], 2]], [[[3], 3]]]',
  ],
  [{ $map: { input: '$no', in: 1 } }, 'null'],
  [{ $map: { input: 1, in: 1 } }, '16883 input to $map must be an array not int'],
  [{ $map: { input: [1] } }, "16882 Missing 'in' parameter to $map"],
  [{ $filter: { input: [1, 2, 3], cond: { $gt: ['$$this', 1] } } }, '[2, 3]'],
  [{ $filter: { input: [1, 2, 3], as: 'x', cond: { $gt: ['$$x', 1] }, limit: 1 } }, '[2]'],
  [{ $filter: { input: [1], cond: true, limit: 0 } }, '327392 $filter: limit must be greater than 0: 0'],
  [{ $filter: { input: 1, cond: true } }, '28651 input to $filter must be an array not int'],
  [{ $filter: { input: [1], cond: true, foo: 1 } }, '28647 Unrecognized parameter to $filter: foo'],
  [{ $reduce: { input: [1, 2, 3], initialValue: 0, in: { $add: ['$$value', '$$this'] } } }, '6'],
  [{ $reduce: { input: null, initialValue: 0, in: 1 } }, 'null'],
  [
    { $reduce: { input: 1, initialValue: 0, in: 1 } },
    "40080 $reduce requires that 'input' be an array, found: 1",
  ],
  [{ $reduce: { input: [], in: 1 } }, "40078 $reduce requires 'initialValue' to be specified"],
  [{ $rand: {} }, '0.25'],
  [{ $rand: 1 }, '3040501 $rand does not currently accept arguments'],
]

describe('bound variables', () => {
  it.each(cases)('%j makes %s', (expression, made, document) => {
    expect(evaluate(expression, document)).toBe(made)
  })
})
