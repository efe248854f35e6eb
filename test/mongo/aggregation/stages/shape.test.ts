import { describe, expect, it } from 'vitest'
import { aggregate, type PipelineCase } from '../../../support/aggregate.ts'

const cases: PipelineCase[] = [
  [[{ $project: { n: 1 } }], '{_id: 1, n: 5} {_id: 2, n: 3} {_id: 3, n: 8}'],
  [[{ $project: { _id: 0, x: '$n', t: 1 } }], '{t: "x", x: 5} {t: "y", x: 3} {t: "x", x: 8}'],
  [[{ $project: { x: { $add: ['$n', 1] } } }, { $limit: 1 }], '{_id: 1, x: 6}'],
  [[{ $project: { tags: 0, t: false } }], '{_id: 1, n: 5} {_id: 2, n: 3} {_id: 3, n: 8}'],
  [[{ $project: { _id: 0 } }, { $limit: 1 }], '{t: "x", n: 5, tags: ["p", "q"]}'],
  [[{ $project: { _id: 0, y: '$t' } }], '{y: "x"} {y: "y"} {y: "x"}'],
  [[{ $project: { a: { b: '$n', c: '$t' } } }, { $limit: 1 }], '{_id: 1, a: {b: 5, c: "x"}}'],
  [
    [{ $project: { tags: { $slice: ['$tags', 1] }, x: { $literal: 1 } } }, { $limit: 1 }],
    '{_id: 1, tags: ["p"], x: 1}',
  ],
  [[{ $project: { 'a.b': '$$REMOVE', 'a.c': ['$t'] } }, { $limit: 1 }], '{_id: 1, a: {c: ["x"]}}'],
  [
    [{ $project: { 'list.x': '$_id', 'list.a': 1 } }],
    '{_id: 1, list: [{a: 1, x: 1}, {x: 1}]} {_id: 2, list: {x: 2}} {_id: 3, list: {x: 3}}',
    { a: [{ _id: 1, list: [{ a: 1, b: 1 }, 5] }, { _id: 2, list: 3 }, { _id: 3 }] },
  ],
  [
    [{ $addFields: { 'a.b': '$n', n: '$$REMOVE' } }, { $limit: 1 }],
    '{_id: 1, t: "x", tags: ["p", "q"], a: {b: 5}}',
  ],
  [
    [{ $addFields: { 'list.x': '$_id' } }],
    '{_id: 1, list: [{a: 1, b: 1, x: 1}, {x: 1}]} {_id: 2, list: {x: 2}} {_id: 3, list: {x: 3}}',
    { a: [{ _id: 1, list: [{ a: 1, b: 1 }, 5] }, { _id: 2, list: 3 }, { _id: 3 }] },
  ],
  [
    [{ $set: { t: { z: { $add: ['$n', 1] }, y: 1 } } }, { $limit: 1 }],
    '{_id: 1, t: {z: 6, y: 1}, n: 5, tags: ["p", "q"]}',
  ],
  [[{ $set: { n: '$t', t: '$n' } }, { $limit: 1 }], '{_id: 1, t: 5, n: "x", tags: ["p", "q"]}'],
  [[{ $unset: ['tags', 't'] }], '{_id: 1, n: 5} {_id: 2, n: 3} {_id: 3, n: 8}'],
  [[{ $unset: 'a.b' }], '{_id: 1, a: [{c: 2}]}', { a: [{ _id: 1, a: [{ b: 1, c: 2 }] }] }],
  [[{ $replaceRoot: { newRoot: { a: '$n' } } }], '{a: 5} {a: 3} {a: 8}'],
  [
    [{ $replaceWith: { $mergeObjects: [{ n: 0 }, '$$ROOT'] } }, { $limit: 1 }],
    '{n: 5, _id: 1, t: "x", tags: ["p", "q"]}',
  ],
  [
    [{ $project: {} }],
    '51272 Invalid $project :: caused by :: projection specification must have at least one field',
  ],
  [[{ $project: 1 }], '15969 $project specification must be an object'],
  [
    [{ $project: { a: 1, b: 0 } }],
    '31254 Invalid $project :: caused by :: Cannot do exclusion on field b in inclusion projection',
  ],
  [
    [{ $project: { a: 0, b: '$n' } }],
    '31310 Invalid $project :: caused by :: Cannot use an expression b: "$n" in an exclusion projection',
  ],
  [
    [{ $project: { a: 1, 'a.b': 1 } }],
    '31249 Invalid $project :: caused by :: Path collision at a.b remaining portion b',
  ],
  [
    [{ $project: { a: {} } }],
    '51270 Invalid $project :: caused by :: An empty sub-projection is not a valid value. Found empty object at path',
  ],
  [[{ $project: { a: { $foo: 1 } } }], '31325 Invalid $project :: caused by :: Unknown expression $foo'],
  [
    [{ $project: { 'a.$': 1 } }],
    "16410 Invalid $project :: caused by :: FieldPath field names may not start with '$'. Consider using $getField or $setField.",
  ],
  [
    [{ $addFields: {} }],
    '40177 Invalid $addFields :: caused by :: specification must have at least one field',
  ],
  [[{ $addFields: 1 }], '40272 $addFields specification stage must be an object, got int'],
  [
    [{ $set: { a: 1, 'a.b': 1 } }],
    '31249 Invalid $set :: caused by :: Path collision at a.b remaining portion b',
  ],
  [[{ $set: { a: '$$no' } }], '17276 Invalid $set :: caused by :: Use of undefined variable: no'],
  [[{ $unset: 5 }], '31002 $unset specification must be a string or an array'],
  [[{ $unset: [] }], '31119 $unset specification must be a string or an array with at least one field'],
  [
    [{ $unset: [1] }],
    '31120 $unset specification must be a string or an array containing only string values',
  ],
  [[{ $replaceRoot: 1 }], '40229 expected an object as specification for $replaceRoot stage, got int'],
  [[{ $replaceRoot: {} }], '40231 no newRoot specified for the $replaceRoot stage'],
  [
    [{ $replaceRoot: { newRoot: '$nothing' } }],
    '40228 \'newRoot\' expression  must evaluate to an object, but resulting value was: MISSING. Type of resulting value: \'missing\'. Input document: { _id: 1, t: "x", n: 5, tags: [ "p", "q" ] }',
  ],
  [
    [{ $replaceWith: '$n' }],
    '40228 \'replacement document\'  must evaluate to an object, but resulting value was: 5. Type of resulting value: \'int\'. Input document: { _id: 1, t: "x", n: 5, tags: [ "p", "q" ] }',
  ],
  [[{ $project: { x: { $divide: ['$n', 0] } } }], "2 can't $divide by zero"],
  [
    [{ $project: { x: { $divide: [1, 0] } } }],
    "2 Failed to optimize pipeline :: caused by :: can't $divide by zero",
  ],
]

describe('stages that shape documents', () => {
  it.each(cases)('%j makes %s', (pipeline, made, data) => {
    expect(aggregate(pipeline, data)).toBe(made)
  })
})
