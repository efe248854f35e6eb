import { describe, expect, it } from 'vitest'
import { aggregate, type PipelineCase } from '../../../support/aggregate.ts'

const cases: PipelineCase[] = [
  [
    [{ $lookup: { from: 'b', localField: '_id', foreignField: 'k', as: 'bs' } }, { $project: { bs: 1 } }],
    '{_id: 1, bs: [{_id: 10, k: 1, v: "p"}, {_id: 11, k: 1, v: "r"}]} {_id: 2, bs: []} {_id: 3, bs: [{_id: 12, k: 3, v: "q"}]}',
  ],
  [
    [
      { $lookup: { from: 'b', localField: 'tags', foreignField: 'v', as: 'bs' } },
      { $project: { bs: '$bs._id' } },
    ],
    '{_id: 1, bs: [10, 12]} {_id: 2, bs: []} {_id: 3, bs: []}',
  ],
  [
    [
      {
        $lookup: {
          from: 'b',
          let: { id: '$_id' },
          pipeline: [{ $match: { $expr: { $eq: ['$k', '$$id'] } } }, { $project: { v: 1, _id: 0 } }],
          as: 'x.bs',
        },
      },
      { $project: { x: 1 } },
    ],
    '{_id: 1, x: {bs: [{v: "p"}, {v: "r"}]}} {_id: 2, x: {bs: []}} {_id: 3, x: {bs: [{v: "q"}]}}',
  ],
  [
    [
      {
        $lookup: {
          from: 'b',
          localField: '_id',
          foreignField: 'k',
          let: { n: '$n' },
          pipeline: [{ $project: { _id: 0, sum: { $add: ['$k', '$$n'] } } }, { $limit: 1 }],
          as: 'bs',
        },
      },
      { $project: { bs: 1 } },
    ],
    '{_id: 1, bs: [{sum: 6}]} {_id: 2, bs: []} {_id: 3, bs: [{sum: 11}]}',
  ],
  [
    [
      {
        $lookup: {
          from: 'b',
          let: { a: '$t' },
          pipeline: [
            {
              $lookup: {
                from: 'a',
                let: { b: '$k' },
                pipeline: [
                  { $match: { $expr: { $eq: ['$_id', '$$b'] } } },
                  { $project: { _id: 0, is: { $concat: ['$$a', '$t'] } } },
                ],
                as: 'as',
              },
            },
            { $limit: 1 },
            { $project: { _id: 0, as: 1 } },
          ],
          as: 'bs',
        },
      },
      { $project: { bs: 1 } },
      { $limit: 2 },
    ],
    '{_id: 1, bs: [{as: [{is: "xx"}]}]} {_id: 2, bs: [{as: [{is: "yx"}]}]}',
  ],
  [
    [
      { $lookup: { from: 'none', localField: 'a', foreignField: 'b', as: 'bs' } },
      { $project: { bs: 1 } },
      { $limit: 1 },
    ],
    '{_id: 1, bs: []}',
  ],
  [
    [
      { $lookup: { pipeline: [{ $documents: [{ q: 1 }, { q: 2 }] }, { $match: { q: 2 } }], as: 'bs' } },
      { $project: { bs: 1 } },
      { $limit: 1 },
    ],
    '{_id: 1, bs: [{q: 2}]}',
  ],
  [[{ $lookup: 1 }], '9 the $lookup stage specification must be an object, but found int'],
  [
    [{ $lookup: { from: 'b', as: 'x' } }],
    "9 $lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified",
  ],
  [
    [{ $lookup: { from: 'b', localField: 'a', as: 'x', pipeline: [] } }],
    "9 $lookup requires both or neither of 'localField' and 'foreignField' to be specified",
  ],
  [
    [{ $lookup: { from: 'b', localField: 'a', foreignField: 'b' } }],
    "9 must specify 'as' field for a $lookup",
  ],
  [
    [{ $lookup: { from: 1, localField: 'a', foreignField: 'b', as: 'c' } }],
    "9 $lookup 'from' field must be a string, but found int",
  ],
  [
    [{ $lookup: { from: 'b', localField: 1, foreignField: 'b', as: 'c' } }],
    "9 $lookup argument 'localField' must be a string, found localField: 1: int",
  ],
  [
    [{ $lookup: { from: 'b', localField: 'a', foreignField: 'b', as: 'c', foo: 'x' } }],
    '9 unknown argument to $lookup: foo',
  ],
  [
    [{ $lookup: { from: 'b', localField: 'a', foreignField: 'b', as: 'c', let: {} } }],
    "9 $lookup with a 'let' argument must also specify 'pipeline'",
  ],
  [
    [{ $lookup: { from: 'b', pipeline: [{ $out: 'x' }], as: 'c' } }],
    "51047 $out is not allowed within a $lookup's sub-pipeline",
  ],
  [
    [{ $lookup: { from: 'b', pipeline: [{ $foo: 'x' }], as: 'c' } }],
    "40324 Unrecognized pipeline stage name: '$foo'",
  ],
  [
    [{ $lookup: { pipeline: [{ $match: {} }], as: 'c' } }],
    '9 $lookup stage without explicit collection must have a pipeline with $documents as first stage',
  ],
  [
    [{ $lookup: { from: 'b', let: { X: 1 }, pipeline: [], as: 'c' } }],
    "16867 'X' starts with an invalid character for a user variable name",
  ],
  [
    [{ $unionWith: 'b' }, { $project: { _id: 1 } }],
    '{_id: 1} {_id: 2} {_id: 3} {_id: 10} {_id: 11} {_id: 12}',
  ],
  [
    [
      { $limit: 1 },
      { $unionWith: { coll: 'b', pipeline: [{ $match: { k: 3 } }] } },
      { $project: { _id: 1 } },
    ],
    '{_id: 1} {_id: 12}',
  ],
  [[{ $unionWith: 1 }], '9 the $unionWith stage specification must be an object or string, but found int'],
  [[{ $unionWith: { coll: 'b', foo: 1 } }], "40415 BSON field '$unionWith.foo' is an unknown field."],
  [
    [{ $unionWith: { coll: 'b', pipeline: [{ $out: 'x' }] } }],
    "31441 $out is not allowed within a $unionWith's sub-pipeline",
  ],
  [
    [{ $facet: { how: [{ $count: 'n' }], x: [{ $match: { t: 'x' } }, { $project: { _id: 1 } }] } }],
    '{how: [{n: 3}], x: [{_id: 1}, {_id: 3}]}',
  ],
  [[{ $facet: {} }], '40169 the $facet specification must be a non-empty object, but found: $facet: {}'],
  [[{ $facet: { a: 1 } }], '40170 arguments to $facet must be arrays, a is type int'],
  [
    [{ $facet: { a: [1] } }],
    '40171 elements of arrays in $facet spec must be non-empty objects, a argument contained an element of type int: 1',
  ],
  [[{ $facet: { a: [{ $out: 'x' }] } }], '40600 $out is not allowed to be used within a $facet stage'],
  [
    [{ $facet: { a: [{ $facet: { b: [] } }] } }],
    '40600 $facet is not allowed to be used within a $facet stage',
  ],
  [
    [{ $facet: { 'a.b': [] } }],
    "16412 FieldPath field names may not contain '.'. Consider using $getField or $setField.",
  ],
]

describe('joins, unions and facets', () => {
  it.each(cases)('%j makes %s', (pipeline, made, data) => {
    expect(aggregate(pipeline, data)).toBe(made)
  })
})
