import { describe, expect, it } from 'vitest'
import { aggregate, DATA, type PipelineCase } from '../../../support/aggregate.ts'

const cases: PipelineCase[] = [
  [
    [{ $project: { _id: { $literal: 1 } } }, { $out: 'o' }],
    '11000 E11000 duplicate key error collection: worldcup.o index: _id_ dup key: { _id: 1 }-> {_id: 9}',
    { ...DATA, o: [{ _id: 9 }] },
  ],
  [[{ $match: { t: 'x' } }, { $project: { n: 1 } }, { $out: 'o' }], '-> {_id: 1, n: 5} {_id: 3, n: 8}'],
  [
    [{ $project: { n: 1 } }, { $out: { db: 'worldcup', coll: 'o' } }],
    '-> {_id: 1, n: 5} {_id: 2, n: 3} {_id: 3, n: 8}',
    { ...DATA, o: [{ _id: 9 }] },
  ],
  [
    [{ $project: { n: 1 } }, { $merge: 'o' }],
    '-> {_id: 1, z: 1, n: 5} {_id: 2, n: 3} {_id: 3, n: 8}',
    { ...DATA, o: [{ _id: 1, z: 1, n: 0 }] },
  ],
  [
    [{ $project: { n: 1 } }, { $merge: { into: 'o', whenMatched: 'replace' } }],
    '-> {_id: 1, n: 5} {_id: 2, n: 3} {_id: 3, n: 8}',
    { ...DATA, o: [{ _id: 1, z: 1, n: 0 }] },
  ],
  [
    [{ $project: { n: 1 } }, { $merge: { into: 'o', whenMatched: 'keepExisting' } }],
    '-> {_id: 1, z: 1, n: 0} {_id: 2, n: 3} {_id: 3, n: 8}',
    { ...DATA, o: [{ _id: 1, z: 1, n: 0 }] },
  ],
  [
    [{ $project: { n: 1 } }, { $merge: { into: 'o', whenMatched: 'fail' } }],
    '11000 E11000 duplicate key error collection: worldcup.o index: _id_ dup key: { _id: 1 }-> {_id: 1}',
    { ...DATA, o: [{ _id: 1 }] },
  ],
  [
    [{ $project: { n: 1 } }, { $merge: { into: 'o', whenNotMatched: 'discard' } }],
    '-> {_id: 1, n: 5}',
    { ...DATA, o: [{ _id: 1 }] },
  ],
  [
    [{ $project: { n: 1 } }, { $merge: { into: 'o', whenNotMatched: 'fail' } }],
    '13113 $merge could not find a matching document in the target collection for at least one document in the source collection-> {_id: 1, n: 5}',
    { ...DATA, o: [{ _id: 1 }] },
  ],
  [
    [
      {
        $merge: {
          into: 'o',
          whenMatched: [{ $set: { n: { $add: ['$n', '$$new.n'] } } }],
          whenNotMatched: 'discard',
        },
      },
    ],
    '-> {_id: 1, n: 15}',
    { ...DATA, o: [{ _id: 1, n: 10 }] },
  ],
  [
    [
      {
        $merge: {
          into: 'o',
          let: { m: '$n' },
          whenMatched: [{ $set: { n: '$$m' } }],
          whenNotMatched: 'discard',
        },
      },
    ],
    '-> {_id: 1, n: 5}',
    { ...DATA, o: [{ _id: 1, n: 10 }] },
  ],
  [[{ $out: 1 }], '16990 $out only supports a string or object argument, but found int'],
  [[{ $out: 'o' }, { $match: {} }], '40601 $out can only be the final stage in the pipeline'],
  [[{ $merge: 1 }], '14 $merge requires a string or object argument, but found int'],
  [[{ $merge: {} }], "40414 BSON field '$merge.into' is missing but a required field"],
  [[{ $merge: { into: 'o', on: 'x' } }], '51183 Cannot find index to verify that join fields will be unique'],
  [
    [{ $merge: { into: 'o', on: [] } }],
    "51187 If explicitly specifying $merge 'on', must include at least one field",
  ],
  [
    [{ $merge: { into: 'o', whenMatched: 'foo' } }],
    "2 Enumeration value 'foo' for field '$merge.whenMatched' is not a valid value.",
  ],
  [
    [{ $merge: { into: 'o', whenMatched: 'fail', whenNotMatched: 'discard' } }],
    "51181 Combination of $merge modes 'whenMatched: fail' and 'whenNotMatched: discard' is not supported",
  ],
  [
    [{ $merge: { into: 'o', let: {}, whenMatched: 'merge' } }],
    "51199 Cannot use 'let' variables with 'whenMatched: merge' mode",
  ],
  [[{ $merge: { into: 'o', foo: 1 } }], "40415 BSON field '$merge.foo' is an unknown field."],
  [
    [{ $merge: { into: 'o', whenMatched: [{ $match: {} }] } }],
    '72 $match is not allowed to be used within an update',
  ],
]

describe('$out and $merge', () => {
  it.each(cases)('%j makes %s', (pipeline, made, data) => {
    expect(aggregate(pipeline, data)).toBe(made)
  })
})
