import { describe, expect, it } from 'vitest'
import { type Case, evaluate, long } from '../../../support/evaluate.ts'

const cases: Case[] = [
  [{ $arrayElemAt: ['$a', -1] }, '2', { a: [1, 2] }],
  [{ $arrayElemAt: [[1, 2], 2] }, 'missing'],
  [{ $arrayElemAt: [1, 0] }, "28689 $arrayElemAt's first argument must be an array, but is int"],
  [
    { $arrayElemAt: [[1], 'a'] },
    "28690 $arrayElemAt's second argument must be a numeric value, but is string",
  ],
  [
    { $arrayElemAt: [[1], 0.5] },
    "28691 $arrayElemAt's second argument must be representable as a 32-bit integer: 0.5",
  ],
  [{ $first: '$a' }, '1', { a: [1, 2] }],
  [{ $last: '$a' }, '2', { a: [1, 2] }],
  [{ $first: '$a' }, 'missing', { a: [] }],
  [{ $last: 1 }, "28689 $last's argument must be an array, but is int"],
  [{ $concatArrays: [[1], '$a'] }, '[1, 2]', { a: [2] }],
  [{ $concatArrays: [[1], null] }, 'null'],
  [{ $concatArrays: [[1], 2] }, '28664 $concatArrays only supports arrays, not int'],
  [{ $in: [long(1), [1, 2]] }, 'true'],
  [{ $in: ['$a', [null]] }, 'false'],
  [{ $in: [1, 2] }, '40081 $in requires an array as a second argument, found: int'],
  [{ $indexOfArray: [[1, 2, 1], 1, 1] }, '2'],
  [{ $indexOfArray: [[1, 2], 2, 0, 1] }, '-1'],
  [{ $indexOfArray: [null, 2] }, 'null'],
  [{ $indexOfArray: [1, 2] }, '40090 $indexOfArray requires an array as a first argument, found: int'],
  [{ $isArray: ['$a'] }, 'true', { a: [] }],
  [{ $isArray: 'a' }, 'false'],
  [{ $range: [0, 5, 2] }, '[0, 2, 4]'],
  [{ $range: [3, 0, -1] }, '[3, 2, 1]'],
  [{ $range: [0, 5, -1] }, '[]'],
  [{ $range: [0, 5, 0] }, '34449 $range requires a non-zero step value'],
  [{ $range: ['a', 5] }, '34443 $range requires a numeric starting value, found value of type: string'],
  [
    { $range: [0, 5.5] },
    '34446 $range requires an ending value that can be represented as a 32-bit integer, found value: 5.5',
  ],
  [{ $reverseArray: '$a' }, '[3, 2, 1]', { a: [1, 2, 3] }],
  [{ $reverseArray: 1 }, '34435 The argument to $reverseArray must be an array, but was of type: int'],
  [{ $size: '$a' }, '3', { a: [1, 2, 3] }],
  [{ $size: '$a' }, '17124 The argument to $size must be an array, but was of type: missing'],
  [{ $slice: [[1, 2, 3], 2] }, '[1, 2]'],
  [{ $slice: [[1, 2, 3], -2] }, '[2, 3]'],
  [{ $slice: [[1, 2, 3], 1, 5] }, '[2, 3]'],
  [{ $slice: [[1, 2, 3], -5, 1] }, '[1]'],
  [{ $slice: [[1, 2, 3], 1, 0] }, '28729 Third argument to $slice must be positive: 0'],
  [{ $slice: [1, 1] }, '28724 First argument to $slice must be an array, but is of type: int'],
  [{ $slice: [[1], 'a'] }, '28725 Second argument to $slice must be a numeric value, but is of type: string'],
  [{ $sortArray: { input: [3, 'a', 1, null], sortBy: 1 } }, '[null, 1, 3, "a"]'],
  [
    { $sortArray: { input: [{ a: 1, b: 1 }, { a: 2 }, { a: 1, b: 0 }], sortBy: { a: -1, b: 1 } } },
    '[{a: 2}, {a: 1, b: 0}, {a: 1, b: 1}]',
  ],
  [
    { $sortArray: { input: 1, sortBy: 1 } },
    '2942504 The input argument to $sortArray must be an array, but was of type: int',
  ],
  [{ $sortArray: { input: [], sortBy: 2 } }, '2942506 The $sort element value must be either 1 or -1'],
  [
    { $sortArray: { input: [], sortBy: 'a' } },
    '2942507 The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields',
  ],
  [{ $sortArray: { input: [] } }, "2942503 $sortArray requires 'sortBy' to be specified"],
  [{ $zip: { inputs: [[1, 2], ['a']] } }, '[[1, "a"]]'],
  [{ $zip: { inputs: [[1, 2], ['a']], useLongestLength: true } }, '[[1, "a"], [2, null]]'],
  [{ $zip: { inputs: [[1, 2], ['a']], useLongestLength: true, defaults: [0, 'z'] } }, '[[1, "a"], [2, "z"]]'],
  [{ $zip: { inputs: [[1], null] } }, 'null'],
  [{ $zip: { inputs: [1] } }, '34468 $zip found a non-array expression in input: 1'],
  [
    { $zip: { inputs: [[1]], defaults: [0] } },
    '34466 cannot specify defaults unless useLongestLength is true',
  ],
]

describe('arrays', () => {
  it.each(cases)('%j makes %s', (expression, made, document) => {
    expect(evaluate(expression, document)).toBe(made)
  })
})
