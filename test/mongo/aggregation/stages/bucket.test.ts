import { describe, expect, it } from 'vitest'
import { aggregate, type PipelineCase } from '../../../support/aggregate.ts'

const cases: PipelineCase[] = [
  [[{ $bucket: { groupBy: '$n', boundaries: [0, 4, 10] } }], '{_id: 0, count: 1} {_id: 4, count: 2}'],
  [
    [
      {
        $bucket: { groupBy: '$n', boundaries: [4, 10], default: 'other', output: { ids: { $push: '$_id' } } },
      },
    ],
    '{_id: 4, ids: [1, 3]} {_id: "other", ids: [2]}',
  ],
  [
    [{ $bucket: { groupBy: '$n', boundaries: [4, 8] } }],
    '40066 $switch could not find a matching branch for an input, and no default was specified.',
  ],
  [[{ $bucket: 1 }], '40201 Argument to $bucket stage must be an object, but found type: int.'],
  [[{ $bucket: {} }], "40198 $bucket requires 'groupBy' and 'boundaries' to be specified."],
  [
    [{ $bucket: { groupBy: 'n', boundaries: [1, 2] } }],
    '40202 The $bucket \'groupBy\' field must be defined as a $-prefixed path or an expression, but found: "n".',
  ],
  [
    [{ $bucket: { groupBy: '$n', boundaries: 1 } }],
    "40200 The $bucket 'boundaries' field must be an array, but found type: int.",
  ],
  [
    [{ $bucket: { groupBy: '$n', boundaries: [1] } }],
    "40192 The $bucket 'boundaries' field must have at least 2 values, but found 1 value(s).",
  ],
  [
    [{ $bucket: { groupBy: '$n', boundaries: [1, '$n'] } }],
    '40191 The $bucket \'boundaries\' field must be an array of constant values, but found value: "$n".',
  ],
  [
    [{ $bucket: { groupBy: '$n', boundaries: [1, 'a'] } }],
    "40193 All values in the the 'boundaries' option to $bucket must have the same type. Found conflicting types int and string.",
  ],
  [
    [{ $bucket: { groupBy: '$n', boundaries: [2, 1] } }],
    "40194 The 'boundaries' option to $bucket must be sorted, but elements 0 and 1 are not in ascending order (2 is not less than 1).",
  ],
  [
    [{ $bucket: { groupBy: '$n', boundaries: [1, 5], default: 2 } }],
    "40199 The $bucket 'default' field must be less than the lowest boundary or greater than or equal to the highest boundary.",
  ],
  [
    [{ $bucket: { groupBy: '$n', boundaries: [1, 5], default: '$n' } }],
    '40195 The $bucket \'default\' field must be a constant expression, but found: "$n".',
  ],
  [
    [{ $bucket: { groupBy: '$n', boundaries: [1, 5], output: 1 } }],
    "40196 The $bucket 'output' field must be an object, but found type: int.",
  ],
  [
    [{ $bucket: { groupBy: '$n', boundaries: [1, 5], foo: 1 } }],
    '40197 Unrecognized option to $bucket: foo.',
  ],
  [
    [{ $bucketAuto: { groupBy: '$n', buckets: 2 } }],
    '{_id: {min: 3, max: 8}, count: 2} {_id: {min: 8, max: 8}, count: 1}',
  ],
  [
    [{ $bucketAuto: { groupBy: '$t', buckets: 3, output: { n: { $sum: '$n' } } } }],
    '{_id: {min: "x", max: "y"}, n: 13} {_id: {min: "y", max: "y"}, n: 3}',
  ],
  [[{ $bucketAuto: 1 }], '40240 The argument to $bucketAuto must be an object, but found type: int'],
  [
    [{ $bucketAuto: { groupBy: '$n' } }],
    "40246 $bucketAuto requires 'groupBy' and 'buckets' to be specified",
  ],
  [
    [{ $bucketAuto: { groupBy: '$n', buckets: 'x' } }],
    "40241 The $bucketAuto 'buckets' field must be a numeric value, but found type: string",
  ],
  [
    [{ $bucketAuto: { groupBy: '$n', buckets: 1.5 } }],
    "40242 The $bucketAuto 'buckets' field must be representable as a 32-bit integer, but found 1.5",
  ],
  [
    [{ $bucketAuto: { groupBy: '$n', buckets: 0 } }],
    "40243 The $bucketAuto 'buckets' field must be greater than 0, but found: 0",
  ],
  [
    [{ $bucketAuto: { groupBy: 'n', buckets: 1 } }],
    '40239 The $bucketAuto \'groupBy\' field must be defined as a $-prefixed path or an expression object, but found: "n"',
  ],
  [[{ $bucketAuto: { groupBy: '$n', buckets: 1, foo: 1 } }], '40245 Unrecognized option to $bucketAuto: foo'],
]

describe('buckets', () => {
  it.each(cases)('%j makes %s', (pipeline, made, data) => {
    expect(aggregate(pipeline, data)).toBe(made)
  })
})
