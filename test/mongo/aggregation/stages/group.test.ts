import { describe, expect, it } from 'vitest'
import { aggregate, type PipelineCase } from '../../../support/aggregate.ts'
import { decimal, double, long } from '../../../support/evaluate.ts'

const cases: PipelineCase[] = [
  [
    [
      {
        $group: {
          _id: '$t',
          total: { $sum: '$n' },
          mean: { $avg: '$n' },
          all: { $push: '$n' },
          how: { $count: {} },
        },
      },
    ],
    '{_id: "x", total: 13, mean: 6.5, all: [5, 8], how: 2} {_id: "y", total: 3, mean: 3.0, all: [3], how: 1}',
  ],
  [
    [
      {
        $group: {
          _id: { t: '$t' },
          first: { $first: '$n' },
          last: { $last: '$n' },
          least: { $min: '$n' },
          most: { $max: '$n' },
        },
      },
    ],
    '{_id: {t: "x"}, first: 5, last: 8, least: 5, most: 8} {_id: {t: "y"}, first: 3, last: 3, least: 3, most: 3}',
  ],
  [
    [{ $group: { _id: '$nothing', n: { $sum: 1 }, tags: { $push: '$tags' }, first: { $first: '$no' } } }],
    '{_id: null, n: 3, tags: [["p", "q"], []], first: null}',
  ],
  [
    [
      {
        $group: {
          _id: null,
          set: { $addToSet: '$t' },
          pop: { $stdDevPop: '$n' },
          samp: { $stdDevSamp: '$n' },
          all: { $mergeObjects: { n: '$n' } },
        },
      },
    ],
    '{_id: null, set: ["x", "y"], pop: 2.0548046676563256, samp: 2.516611478423583, all: {n: 8}}',
  ],
  [
    [
      {
        $group: {
          _id: null,
          top: { $top: { sortBy: { n: -1 }, output: '$t' } },
          bottom: { $bottom: { sortBy: { n: -1 }, output: '$_id' } },
        },
      },
    ],
    '{_id: null, top: "x", bottom: 2}',
  ],
  [
    [
      {
        $group: {
          _id: null,
          top: { $topN: { n: 2, sortBy: { n: -1 }, output: ['$n', '$no'] } },
          bottom: { $bottomN: { n: 2, sortBy: { n: 1 }, output: '$n' } },
        },
      },
    ],
    '{_id: null, top: [[8, null], [5, null]], bottom: [5, 8]}',
  ],
  [
    [
      {
        $group: {
          _id: null,
          a: { $firstN: { input: '$n', n: 2 } },
          b: { $lastN: { input: '$n', n: 2 } },
          c: { $maxN: { input: '$n', n: 2 } },
          d: { $minN: { input: '$no', n: 2 } },
        },
      },
    ],
    '{_id: null, a: [5, 3], b: [3, 8], c: [8, 5], d: []}',
  ],
  [
    [{ $group: { _id: '$v' } }],
    '{_id: 1} {_id: "1"} {_id: null}',
    {
      a: [
        { _id: 1, v: 1 },
        { _id: 2, v: double(1) },
        { _id: 3, v: long(1) },
        { _id: 4, v: '1' },
        { _id: 5 },
        { _id: 6, v: null },
      ],
    },
  ],
  [
    [{ $group: { _id: 1, n: { $sum: '$v' } } }],
    '{_id: 1, n: 3L}',
    {
      a: [
        { _id: 1, v: 1 },
        { _id: 2, v: long(2) },
        { _id: 3, v: 'x' },
      ],
    },
  ],
  [
    [{ $group: { _id: 1, n: { $sum: '$v' } } }],
    '{_id: 1, n: 2147483648L}',
    {
      a: [
        { _id: 1, v: 2147483647 },
        { _id: 2, v: 1 },
      ],
    },
  ],
  [
    [{ $group: { _id: 1, n: { $sum: '$v' } } }],
    '{_id: 1, n: 3.10m}',
    {
      a: [
        { _id: 1, v: decimal('1.10') },
        { _id: 2, v: 2 },
      ],
    },
  ],
  [[{ $group: 1 }], "15947 a group's fields must be specified in an object"],
  [[{ $group: {} }], '15955 a group specification must include an _id'],
  [[{ $group: { _id: 1, x: 1 } }], "40234 The field 'x' must be an accumulator object"],
  [[{ $group: { _id: 1, x: {} } }], "40238 The field 'x' must specify one accumulator"],
  [[{ $group: { _id: 1, x: { $sum: 1, $avg: 1 } } }], "40238 The field 'x' must specify one accumulator"],
  [[{ $group: { _id: 1, x: { $foo: 1 } } }], "15952 unknown group operator '$foo'"],
  [[{ $group: { _id: 1, x: { $sum: [1, 2] } } }], '40237 The $sum accumulator is a unary operator'],
  [[{ $group: { _id: 1, 'x.y': { $sum: 1 } } }], "40235 The field name 'x.y' cannot contain '.'"],
  [[{ $group: { _id: 1, $x: { $sum: 1 } } }], "40236 The field name '$x' cannot be an operator name"],
  [[{ $group: { _id: 1, x: { $count: 1 } } }], '14 $count takes no arguments, i.e. $count:{}'],
  [
    [{ $group: { _id: 1, x: { $mergeObjects: '$n' } } }],
    '40400 $mergeObjects requires object inputs, but input 5 is of type int',
  ],
  [[{ $group: { _id: 1, x: { $top: { output: 1 } } } }], "5788005 Missing value for 'sortBy'"],
  [[{ $group: { _id: 1, x: { $topN: { output: 1, sortBy: { a: 1 } } } } }], "5788003 Missing value for 'n'"],
  [[{ $group: { _id: 1, x: { $top: { foo: 1 } } } }], "5788002 Unknown argument to $top 'foo'"],
  [
    [{ $group: { _id: 1, x: { $firstN: { input: 1, n: 0 } } } }],
    "5787908 'n' must be greater than 0, found 0",
  ],
  [
    [{ $group: { _id: 1, x: { $accumulator: {} } } }],
    '238 the accumulator $accumulator is not implemented by this server',
  ],
  [[{ $count: 'n' }], '{n: 3}'],
  [[{ $match: { t: 'z' } }, { $count: 'n' }], '-> '],
  [[{ $count: '' }], '40157 the count field must be a non-empty string'],
  [[{ $count: 1 }], '40156 the count field must be a non-empty string'],
  [[{ $count: '$a' }], '40158 the count field cannot be a $-prefixed path'],
  [[{ $count: 'a.b' }], "40160 the count field cannot contain '.'"],
  [[{ $sortByCount: '$t' }], '{_id: "x", count: 2} {_id: "y", count: 1}'],
  [
    [{ $sortByCount: 't' }],
    '40148 the sortByCount field must be defined as a $-prefixed path or an expression inside an object',
  ],
  [
    [{ $sortByCount: 1 }],
    '40149 the sortByCount field must be specified as a $-prefixed path or an expression inside an object',
  ],
  [[{ $sortByCount: {} }], '40147 the sortByCount field must be defined as an expression inside an object'],
]

describe('groups', () => {
  it.each(cases)('%j makes %s', (pipeline, made, data) => {
    expect(aggregate(pipeline, data)).toBe(made)
  })
})
