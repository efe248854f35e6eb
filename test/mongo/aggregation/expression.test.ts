// biome-ignore-all lint/suspicious/noThenProperty: $cond and $switch have an operand of that name
import { describe, expect, it } from 'vitest'
import { type Case, decimal, double, evaluate, long } from '../../support/evaluate.ts'

const cases: Case[] = [
  ['$a', '1', { a: 1 }],
  ['$a.b', '1L', { a: { b: long(1) } }],
  ['$a.b', '[1, [5]]', { a: [{ b: 1 }, { c: 2 }, 3, [{ b: 4 }], { b: [5] }] }],
  ['$a.0', '[]', { a: [1, 2] }],
  ['$a.b', 'missing', { a: 1 }],
  ['$$ROOT.a', '1', { a: 1 }],
  ['$$CURRENT.a', '1', { a: 1 }],
  ['$$REMOVE', 'missing'],
  ['$$NOW', '2014-05-13T16:53:20.000Z'],
  ['$$limit', '7'],
  ['$$nothing', '17276 Use of undefined variable: nothing'],
  ['$$CLUSTER_TIME', "51144 Builtin variable '$$CLUSTER_TIME' is not available"],
  ['$$', '16869 empty variable names are not allowed'],
  ['$$1a', "16870 '1a' starts with an invalid character for a user variable name"],
  ['$$a-b', "16871 'a-b' contains an invalid character for a variable name: '-'"],
  ['$', "16872 '$' by itself is not a valid FieldPath"],
  ['$a.', "40353 FieldPath must not end with a '.'."],
  ['$a..b', '15998 FieldPath field names may not be empty strings.'],
  ['$a.$b', "16410 FieldPath field names may not start with '$'. Consider using $getField or $setField."],
  ['text', '"text"'],
  [{ x: '$a', y: '$b', z: { w: 1 } }, '{x: 1, z: {w: 1}}', { a: 1 }],
  [['$a', '$b', 2], '[1, null, 2]', { a: 1 }],
  [{ $literal: '$a' }, '"$a"'],
  [{ 'a.b': 1 }, "16412 FieldPath field names may not contain '.'. Consider using $getField or $setField."],
  [
    { a: 1, $b: 2 },
    "16410 FieldPath field names may not start with '$'. Consider using $getField or $setField.",
  ],
  [
    { $add: [1], $subtract: [1, 2] },
    '15983 An object representing an expression must have exactly one field: { $add: [ 1 ], $subtract: [ 1, 2 ] }',
  ],
  [{ $foo: 1 }, "168 Unrecognized expression '$foo'"],
  [{}, '{}'],
]

const cases1: Case[] = [
  [{ $eq: [1, long(1)] }, 'true'],
  [{ $eq: ['$a', null] }, 'false'],
  [{ $ne: [1, '1'] }, 'true'],
  [{ $gt: ['$a', null] }, 'true', { a: 0 }],
  [{ $lt: ['$a', null] }, 'true'],
  [{ $gte: [decimal('0.1'), double(0.1)] }, 'false'],
  [
    {
      $lte: [
        [1, 2],
        [1, 3],
      ],
    },
    'true',
  ],
  [{ $cmp: ['b', 'a'] }, '1'],
  [{ $eq: [1] }, '16020 Expression $eq takes exactly 2 arguments. 1 were passed in.'],
  [{ $eq: 1 }, '16020 Expression $eq takes exactly 2 arguments. 1 were passed in.'],
  [{ $and: [1, 'x', double(Number.NaN)] }, 'true'],
  [{ $and: [] }, 'true'],
  [{ $and: [true, 0] }, 'false'],
  [{ $or: [null, 0, '$a'] }, 'false'],
  [{ $or: [0, 'x'] }, 'true'],
  [{ $not: ['$a'] }, 'true'],
  [{ $not: 5 }, 'false'],
  [{ $ifNull: ['$a', null, 3] }, '3'],
  [{ $ifNull: [1] }, '1257300 $ifNull needs at least two arguments, had: 1'],
  [{ $cond: ['$a', 'yes', 'no'] }, '"yes"', { a: 1 }],
  [{ $cond: { if: '$a', then: 'yes', else: 'no' } }, '"no"'],
  [{ $cond: { if: 1, then: 2 } }, "17082 Missing 'else' parameter to $cond"],
  [{ $cond: { if: 1, then: 2, else: 3, or: 4 } }, '17083 Unrecognized parameter to $cond: or'],
  [{ $cond: [1, 2] }, '16020 Expression $cond takes exactly 3 arguments. 2 were passed in.'],
  [
    {
      $switch: {
        branches: [
          { case: '$a', then: 1 },
          { case: true, then: 2 },
        ],
      },
    },
    '2',
  ],
  [{ $switch: { branches: [{ case: '$a', then: 1 }], default: 3 } }, '3'],
  [
    { $switch: { branches: [{ case: '$a', then: 1 }] } },
    '40066 $switch could not find a matching branch for an input, and no default was specified.',
  ],
  [{ $switch: { branches: [] } }, '40068 $switch requires at least one branch.'],
  [{ $switch: { branches: [{ case: 1 }] } }, "40065 $switch requires each branch have a 'then' expression."],
  [{ $switch: { branches: 1 } }, "40061 $switch expected an array for 'branches', found: int"],
  [{ $switch: 1 }, '40060 $switch requires an object as an argument, found: int'],
  [{ $sum: [1, long(2), 'x'] }, '3L'],
  [{ $sum: '$a' }, '3.5', { a: [1, 2.5] }],
  [{ $sum: [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1] }, '1.0'],
  [{ $avg: ['$a', 2] }, '1.5', { a: 1 }],
  [{ $avg: ['x'] }, 'null'],
  [{ $min: ['$a', 3, null] }, '3'],
  [{ $max: [1, 'a', 2] }, '"a"'],
  [{ $stdDevPop: [1, 3] }, '1.0'],
  [{ $stdDevSamp: [1, 3, 'x'] }, '1.4142135623730951'],
  [{ $stdDevSamp: 1 }, 'null'],
  [{ $firstN: { n: 2, input: [1, 2, 3] } }, '[1, 2]'],
  [{ $lastN: { n: 2, input: [1, 2, 3] } }, '[2, 3]'],
  [{ $maxN: { n: 2, input: [1, null, 5, 3] } }, '[5, 3]'],
  [{ $minN: { n: 2, input: '$a' } }, '[1, 2]', { a: [3, 1, 2] }],
  [{ $minN: { n: 0, input: [1] } }, "5787908 'n' must be greater than 0, found 0"],
  [{ $minN: { n: 1.5, input: [1] } }, "5787903 Value for 'n' must be of integral type, but found 1.5"],
  [{ $firstN: { n: 1, input: 1 } }, '5788200 Input must be an array'],
  [{ $firstN: { n: 1 } }, "5787907 Missing value for 'input'"],
  [{ $firstN: 1 }, '5787801 specification must be an object; found $firstN: 1'],
]

describe('paths, variables and literals', () => {
  it.each(cases)('%j makes %s', (expression, made, document) => {
    expect(evaluate(expression, document)).toBe(made)
  })
})

describe('comparisons, decisions and branches', () => {
  it.each(cases1)('%j makes %s', (expression, made, document) => {
    expect(evaluate(expression, document)).toBe(made)
  })
})
