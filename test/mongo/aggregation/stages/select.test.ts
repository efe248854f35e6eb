import { describe, expect, it } from 'vitest'
import { aggregate, type PipelineCase } from '../../../support/aggregate.ts'

const cases: PipelineCase[] = [
  [[], '{_id: 1, t: "x", n: 5, tags: ["p", "q"]} {_id: 2, t: "y", n: 3, tags: []} {_id: 3, t: "x", n: 8}'],
  [[{ $match: { t: 'x' } }, { $sort: { n: -1 } }, { $limit: 1 }], '{_id: 3, t: "x", n: 8}'],
  [
    [{ $match: { $expr: { $gt: ['$n', 4] } } }, { $match: { t: 'x' } }],
    '{_id: 1, t: "x", n: 5, tags: ["p", "q"]} {_id: 3, t: "x", n: 8}',
  ],
  [[{ $limit: 2 }, { $match: { t: 'x' } }], '{_id: 1, t: "x", n: 5, tags: ["p", "q"]}'],
  [[{ $sort: { n: 1 } }, { $skip: 1 }, { $limit: 1 }], '{_id: 1, t: "x", n: 5, tags: ["p", "q"]}'],
  [
    [{ $sort: { t: -1, n: 1 } }],
    '{_id: 2, t: "y", n: 3, tags: []} {_id: 1, t: "x", n: 5, tags: ["p", "q"]} {_id: 3, t: "x", n: 8}',
  ],
  [[{ $sample: { size: 2 } }, { $count: 'n' }], '{n: 2}'],
  [
    [{ $redact: { $cond: [{ $eq: ['$t', 'x'] }, '$$KEEP', '$$PRUNE'] } }],
    '{_id: 1, t: "x", n: 5, tags: ["p", "q"]} {_id: 3, t: "x", n: 8}',
  ],
  [
    [{ $redact: { $cond: [{ $eq: ['$secret', true] }, '$$PRUNE', '$$DESCEND'] } }, { $limit: 1 }],
    '{_id: 1, y: [{z: 2}, 3]}',
    { a: [{ _id: 1, x: { secret: true }, y: [{ secret: true, z: 1 }, { z: 2 }, 3] }] },
  ],
  [[{ $match: 1 }], '15959 the match filter must be an expression in an object'],
  [[{ $sort: {} }], '15976 $sort stage must have at least one sort key'],
  [[{ $sort: 1 }], '15973 the $sort key specification must be an object'],
  [[{ $limit: 0 }], '15958 the limit must be positive'],
  [[{ $limit: 'x' }], '5107201 invalid argument to $limit stage: Expected a number in: $limit: "x"'],
  [
    [{ $limit: -1 }],
    '5107201 invalid argument to $limit stage: Expected a non-negative number in: $limit: -1',
  ],
  [[{ $skip: -1 }], '5107200 invalid argument to $skip stage: Expected a non-negative number in: $skip: -1'],
  [[{ $skip: 1.5 }], '5107200 invalid argument to $skip stage: Expected an integer: $skip: 1.5'],
  [[{ $sample: 1 }], '28745 the $sample stage specification must be an object'],
  [[{ $sample: {} }], '28749 $sample stage must specify a size'],
  [[{ $sample: { size: 'x' } }], '28746 size argument to $sample must be a number'],
  [[{ $sample: { size: -1 } }], '28747 size argument to $sample must not be negative'],
  [[{ $sample: { foo: 1 } }], '28748 unrecognized option to $sample: foo'],
  [
    [{ $redact: '$t' }],
    '17053 $redact\'s expression should not return anything aside from the variables $$KEEP, $$DESCEND, and $$PRUNE, but returned "x"',
  ],
]

describe('stages that select', () => {
  it.each(cases)('%j makes %s', (pipeline, made, data) => {
    expect(aggregate(pipeline, data)).toBe(made)
  })
})
