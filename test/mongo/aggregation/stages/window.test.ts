import { describe, expect, it } from 'vitest'
import { aggregate, type PipelineCase } from '../../../support/aggregate.ts'

/** Sets `w` in documents with these numbers. */
function windowed(output: object, sortBy: object | undefined = { n: 1 }): object[] {
  const stage = { $setWindowFields: { ...(sortBy && { sortBy }), output: { w: output } } }
  return [stage, { $project: { _id: 0, n: 1, w: 1 } }]
}

const a = [5, 1, 3, 3].map((n, _id) => ({ _id, n }))

const cases: PipelineCase[] = [
  [windowed({ $rank: {} }), '{n: 1, w: 1} {n: 3, w: 2} {n: 3, w: 2} {n: 5, w: 4}', { a }],
  [windowed({ $denseRank: {} }), '{n: 1, w: 1} {n: 3, w: 2} {n: 3, w: 2} {n: 5, w: 3}', { a }],
  [windowed({ $documentNumber: {} }), '{n: 1, w: 1} {n: 3, w: 2} {n: 3, w: 3} {n: 5, w: 4}', { a }],
  [
    windowed({ $shift: { output: '$n', by: 1, default: 0 } }),
    '{n: 1, w: 3} {n: 3, w: 3} {n: 3, w: 5} {n: 5, w: 0}',
    { a },
  ],
  [windowed({ $sum: '$n' }), '{n: 1, w: 12} {n: 3, w: 12} {n: 3, w: 12} {n: 5, w: 12}', { a }],
  [
    windowed({ $sum: '$n', window: { documents: ['unbounded', 'current'] } }),
    '{n: 1, w: 1} {n: 3, w: 4} {n: 3, w: 7} {n: 5, w: 12}',
    { a },
  ],
  [
    windowed({ $push: '$n', window: { documents: [-1, 0] } }),
    '{n: 1, w: [1]} {n: 3, w: [1, 3]} {n: 3, w: [3, 3]} {n: 5, w: [3, 5]}',
    { a },
  ],
  [
    windowed({ $push: '$n', window: { range: [-2, 'current'] } }),
    '{n: 1, w: [1]} {n: 3, w: [1, 3, 3]} {n: 3, w: [1, 3, 3]} {n: 5, w: [3, 3, 5]}',
    { a },
  ],
  [
    windowed({ $sum: 1, window: { range: [-1, 0], unit: 'month' } }),
    '{n: 2024-01-31T00:00:00.000Z, w: 1} {n: 2024-02-29T00:00:00.000Z, w: 2} {n: 2024-03-30T00:00:00.000Z, w: 2}',
    { a: ['2024-01-31', '2024-02-29', '2024-03-30'].map((day, _id) => ({ _id, n: new Date(day) })) },
  ],
  [
    [
      { $setWindowFields: { partitionBy: '$t', output: { most: { $max: '$n' } } } },
      { $project: { most: 1 } },
    ],
    '{_id: 1, most: 8} {_id: 3, most: 8} {_id: 2, most: 3}',
  ],
  [[{ $setWindowFields: 1 }], '9 the $setWindowFields stage specification must be an object, found int'],
  [[{ $setWindowFields: {} }], "40414 BSON field '$setWindowFields.output' is missing but a required field"],
  [[{ $setWindowFields: { foo: 1 } }], "40415 BSON field '$setWindowFields.foo' is an unknown field."],
  [windowed({ $foo: 1 }), '9 Unrecognized window function, $foo'],
  [windowed({ $locf: 1 }), '238 the window function $locf is not implemented by this server'],
  [
    [{ $setWindowFields: { output: { w: { $rank: {} } } } }],
    '5371602 $rank must be specified with a top level sortBy expression with exactly one element',
  ],
  [
    [{ $setWindowFields: { partitionBy: '$tags', output: {} } }],
    '14 An expression used to partition cannot evaluate to value of type array',
  ],
]

describe('$setWindowFields', () => {
  it.each(cases)('%j makes %s', (pipeline, made, data) => {
    expect(aggregate(pipeline, data)).toBe(made)
  })
})
