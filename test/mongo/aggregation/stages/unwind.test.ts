import { describe, expect, it } from 'vitest'
import { aggregate, type PipelineCase } from '../../../support/aggregate.ts'

const cases: PipelineCase[] = [
  [[{ $unwind: '$tags' }, { $project: { tags: 1 } }], '{_id: 1, tags: "p"} {_id: 1, tags: "q"}'],
  [
    [{ $unwind: { path: '$tags', preserveNullAndEmptyArrays: true } }, { $project: { tags: 1 } }],
    '{_id: 1, tags: "p"} {_id: 1, tags: "q"} {_id: 2} {_id: 3}',
  ],
  [
    [{ $unwind: { path: '$tags', includeArrayIndex: 'at' } }, { $project: { tags: 1, at: 1 } }],
    '{_id: 1, tags: "p", at: 0L} {_id: 1, tags: "q", at: 1L}',
  ],
  [
    [
      { $unwind: { path: '$tags', includeArrayIndex: 'at', preserveNullAndEmptyArrays: true } },
      { $project: { tags: 1, at: 1 } },
    ],
    '{_id: 1, tags: "p", at: 0L} {_id: 1, tags: "q", at: 1L} {_id: 2, at: null} {_id: 3, at: null}',
  ],
  [[{ $unwind: '$n' }, { $count: 'n' }], '{n: 3}'],
  [
    [{ $unwind: '$a.b' }],
    '{_id: 1, a: {b: 1, c: 0}} {_id: 1, a: {b: 2, c: 0}}',
    {
      a: [
        { _id: 1, a: { b: [1, 2], c: 0 } },
        { _id: 2, a: [{ b: [1] }] },
      ],
    },
  ],
  [
    [{ $unwind: 1 }],
    '15981 expected either a string or an object as specification for $unwind stage, got int',
  ],
  [[{ $unwind: 'tags' }], "28818 path option to $unwind stage should be prefixed with a '$': tags"],
  [[{ $unwind: '' }], '28812 no path specified to $unwind stage'],
  [[{ $unwind: {} }], '28812 no path specified to $unwind stage'],
  [[{ $unwind: { path: 1 } }], '28808 expected a string as the path for $unwind stage, got int'],
  [[{ $unwind: { path: '$a', foo: 1 } }], '28811 unrecognized option to $unwind stage: foo'],
  [
    [{ $unwind: { path: '$a', includeArrayIndex: '' } }],
    '28810 expected a non-empty string for the includeArrayIndex option to $unwind stage, got string',
  ],
  [
    [{ $unwind: { path: '$a', includeArrayIndex: '$i' } }],
    "28822 includeArrayIndex option to $unwind stage should not be prefixed with a '$': $i",
  ],
  [
    [{ $unwind: { path: '$a', preserveNullAndEmptyArrays: 1 } }],
    '28809 expected a boolean for the preserveNullAndEmptyArrays option to $unwind stage, got int',
  ],
]

describe('$unwind', () => {
  it.each(cases)('%j makes %s', (pipeline, made, data) => {
    expect(aggregate(pipeline, data)).toBe(made)
  })
})
