import { describe, expect, it } from 'vitest'
import { type Case, evaluate, long } from '../../../support/evaluate.ts'

const cases: Case[] = [
  [{ $setUnion: [[3, 1, 1], [2]] }, '[1, 2, 3]'],
  [{ $setUnion: [[1], null] }, 'null'],
  [{ $setUnion: [1] }, '17043 All operands of $setUnion must be arrays. One argument is of type: int'],
  [
    {
      $setIntersection: [
        [2, 1, 2],
        [2, 3],
      ],
    },
    '[2]',
  ],
  [
    { $setIntersection: [[1], 1] },
    '17047 All operands of $setIntersection must be arrays. One argument is of type: int',
  ],
  [{ $setDifference: [[3, 1, 3, 2], [2]] }, '[3, 1]'],
  [
    { $setDifference: [1, [1]] },
    '17048 both operands of $setDifference must be arrays. First argument is of type: int',
  ],
  [
    { $setDifference: [[1], 1] },
    '17049 both operands of $setDifference must be arrays. Second argument is of type: int',
  ],
  [
    {
      $setEquals: [
        [1, 2],
        [2, 1, long(1)],
      ],
    },
    'true',
  ],
  [{ $setEquals: [[1]] }, '17045 $setEquals needs at least two arguments had: 1'],
  [
    { $setEquals: [[1], 1] },
    '17044 All operands of $setEquals must be arrays. 2-th argument is of type: int',
  ],
  [
    {
      $setIsSubset: [
        [1, 1],
        [1, 2],
      ],
    },
    'true',
  ],
  [{ $setIsSubset: [[3], [1, 2]] }, 'false'],
  [{ $anyElementTrue: [[0, null, 'a']] }, 'true'],
  [{ $allElementsTrue: [[1, 0]] }, 'false'],
  [{ $allElementsTrue: [[]] }, 'true'],
  [{ $anyElementTrue: [1] }, "17041 $anyElementTrue's argument must be an array, but is int"],
]

describe('sets', () => {
  it.each(cases)('%j makes %s', (expression, made, document) => {
    expect(evaluate(expression, document)).toBe(made)
  })
})
