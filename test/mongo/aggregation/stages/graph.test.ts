import { describe, expect, it } from 'vitest'
import { aggregate, type PipelineCase } from '../../../support/aggregate.ts'

const cases: PipelineCase[] = [
  [
    [
      {
        $graphLookup: {
          from: 'a',
          startWith: '$p',
          connectFromField: 'p',
          connectToField: '_id',
          as: 'up',
          depthField: 'd',
        },
      },
    ],
    '{_id: 1, p: 2, up: [{_id: 2, p: 3, d: 0L}, {_id: 3, p: 1, d: 1L}, {_id: 1, p: 2, d: 2L}]} {_id: 2, p: 3, up: [{_id: 3, p: 1, d: 0L}, {_id: 1, p: 2, d: 1L}, {_id: 2, p: 3, d: 2L}]} {_id: 3, p: 1, up: [{_id: 1, p: 2, d: 0L}, {_id: 2, p: 3, d: 1L}, {_id: 3, p: 1, d: 2L}]}',
    {
      a: [
        { _id: 1, p: 2 },
        { _id: 2, p: 3 },
        { _id: 3, p: 1 },
      ],
    },
  ],
  [
    [
      {
        $graphLookup: {
          from: 'a',
          startWith: '$p',
          connectFromField: 'p',
          connectToField: '_id',
          as: 'up',
          maxDepth: 0,
        },
      },
    ],
    '{_id: 1, p: [2, 3], up: [{_id: 2, p: 3}, {_id: 3}]} {_id: 2, p: 3, up: [{_id: 3}]} {_id: 3, up: []}',
    { a: [{ _id: 1, p: [2, 3] }, { _id: 2, p: 3 }, { _id: 3 }] },
  ],
  [
    [
      {
        $graphLookup: {
          from: 'a',
          startWith: 3,
          connectFromField: '_id',
          connectToField: 'p',
          as: 'down',
          restrictSearchWithMatch: { ok: true },
        },
      },
      { $limit: 1 },
    ],
    '{_id: 1, p: 2, ok: true, down: [{_id: 2, p: 3, ok: true}, {_id: 1, p: 2, ok: true}]}',
    { a: [{ _id: 1, p: 2, ok: true }, { _id: 2, p: 3, ok: true }, { _id: 3 }, { _id: 4, p: 3 }] },
  ],
  [[{ $graphLookup: 1 }], '9 the $graphLookup stage specification must be an object, but found int'],
  [
    [{ $graphLookup: { from: 'a' } }],
    "40105 $graphLookup requires 'from', 'as', 'startWith', 'connectFromField', and 'connectToField' to be specified.",
  ],
  [[{ $graphLookup: { from: 1 } }], '40103 expected string as argument for from, found: int'],
  [[{ $graphLookup: { from: 'a', maxDepth: 'x' } }], '40100 maxDepth must be numeric, found type: string'],
  [
    [{ $graphLookup: { from: 'a', maxDepth: -1 } }],
    '40101 maxDepth requires a nonnegative argument, found: -1',
  ],
  [
    [{ $graphLookup: { from: 'a', restrictSearchWithMatch: 1 } }],
    '40185 restrictSearchWithMatch must be an object, found int',
  ],
  [[{ $graphLookup: { from: 'a', foo: 1 } }], '40104 Unknown argument to $graphLookup: foo'],
]

describe('$graphLookup', () => {
  it.each(cases)('%j makes %s', (pipeline, made, data) => {
    expect(aggregate(pipeline, data)).toBe(made)
  })
})
