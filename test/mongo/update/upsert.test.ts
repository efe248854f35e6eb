import { Double, Timestamp } from 'bson'
import { describe, expect, it } from 'vitest'
import { bson } from '../../support/bson.ts'
import { compiled, failure, shown } from '../../support/updating.ts'

const MADE = '{"_id":{"$oid":"000000000000000000000000"}'

describe('an upsert', () => {
  // biome-ignore format: one case a line
  const cases: [title: string, filter: object, update: object, after: object][] = [
    ['begins with the equalities of its filter', { _id: 1, a: 2 }, { $set: { b: 3 } }, { _id: 1, a: 2, b: 3 }],
    ['takes fields in the order of their names', { _id: 1, c: 1, a: 2 }, { $set: { b: 3 } }, { _id: 1, a: 2, c: 1, b: 3 }],
    ['follows paths', { _id: 1, 'a.b': 2, 'a.c': 3 }, { $set: { 'a.d': 4 } }, { _id: 1, a: { b: 2, c: 3, d: 4 } }],
    ['knows $eq, $and, $all and $in with one value', { _id: { $eq: 1 }, $and: [{ a: 2 }, { b: { $in: [3] } }], c: { $all: [4] } }, { $set: { z: 1 } }, { _id: 1, a: 2, b: 3, c: 4, z: 1 }],
    ['knows $or with one branch', { _id: 1, $or: [{ a: 1 }] }, { $set: { z: 1 } }, { _id: 1, a: 1, z: 1 }],
    ['takes nothing from what is no equality', { _id: 1, a: { $gt: 1 }, b: /x/, c: { $in: [1, 2] }, $or: [{ d: 1 }, { e: 1 }], f: { $not: { $eq: 1 } }, g: { $all: [{ $elemMatch: { x: 1 } }] } }, { $set: { z: 1 } }, { _id: 1, z: 1 }],
    ['takes arrays, documents and null as they are', { _id: 1, a: [1], b: { x: 1 }, c: null }, { $set: { z: 1 } }, { _id: 1, a: [1], b: { x: 1 }, c: null, z: 1 }],
    ['lets modifiers go on with them', { _id: 1, a: 5 }, { $inc: { a: 2 }, $min: { m: 1 } }, { _id: 1, a: 7, m: 1 }],
    ['sets what is for inserts', { _id: 1 }, { $set: { a: 1 }, $setOnInsert: { b: 2, 'c.d': 3 } }, { _id: 1, a: 1, b: 2, c: { d: 3 } }],
    ['makes _id from its parts', { '_id.x': 1, '_id.y': 2 }, { $set: { a: 1 } }, { _id: { x: 1, y: 2 }, a: 1 }],
    ['takes a regular expression that has to be equal', { _id: 1, x: { $eq: /abc/ } }, { $set: { a: 1 } }, { _id: 1, x: /abc/, a: 1 }],
    ['sets a reference over a part of it', { _id: 1, 'x.$id': 1 }, { $set: { x: { $ref: 'a', $id: 1 } } }, { _id: 1, x: { $ref: 'a', $id: 1 } }],
    ['takes _id from the update', { a: 1 }, { $set: { _id: 7 } }, { _id: 7, a: 1 }],
    ['takes _id from $setOnInsert', { a: 1 }, { $setOnInsert: { _id: 7 } }, { _id: 7, a: 1 }],
    ['replaces all but _id', { _id: 1, a: 2 }, { b: 3 }, { _id: 1, b: 3 }],
    ['replaces with the _id of the replacement', { a: 2 }, { b: 3, _id: 9 }, { _id: 9, b: 3 }],
    ['stamps replacements', { _id: 1 }, { t: new Timestamp({ t: 0, i: 0 }) }, { _id: 1, t: new Timestamp({ t: 1_400_000_000, i: 124 }) }],
    ['keeps the type of _id', { _id: new Double(1) }, { $set: { a: 1 } }, { _id: new Double(1), a: 1 }],
    ['runs pipelines', { _id: 1, a: 2 }, [{ $set: { b: { $add: ['$a', 1] } } }], { _id: 1, a: 2, b: 3 }],
    ['may have fields with dollars', { _id: 1 }, { $set: { $a: 1 } }, { _id: 1, $a: 1 }],
  ]
  it.each(cases)('%s', (_title, filter, update, after) => {
    expect(shown(compiled(update).upsert(bson(filter)))).toBe(shown(after))
  })

  it('makes an _id, which comes first', () => {
    expect(shown(compiled({ $set: { a: 'x' } }).upsert(bson({})))).toBe(`${MADE},"a":"x"}`)
    expect(shown(compiled({ a: 'x' }).upsert(bson({ b: 1 })))).toBe(`${MADE},"a":"x"}`)
    expect(shown(compiled([{ $set: { a: 'x' } }]).upsert(bson({})))).toBe(`${MADE},"a":"x"}`)
  })

  // biome-ignore format: one case a line
  const refused: [filter: object, update: object, code: number, message: string][] = [
    [{ a: 1, $and: [{ a: 2 }] }, { $set: { b: 1 } }, 54, "cannot infer query fields to set, path 'a' is matched twice"],
    [{ a: { $all: [1, 2] } }, { $set: { b: 1 } }, 54, "cannot infer query fields to set, path 'a' is matched twice"],
    [{ 'a.b': 1, a: { c: 1 } }, { $set: { b: 1 } }, 54, "cannot infer query fields to set, both paths 'a.b' and 'a' are matched"],
    [{ _id: 1 }, { $set: { _id: 2 } }, 66, "Performing an update on the path '_id' would modify the immutable field '_id'"],
    [{ _id: 1 }, { _id: 2 }, 66, "After applying the update, the (immutable) field '_id' was found to have been altered to _id: 2"],
    [{ _id: [1, 2] }, {}, 53, "The '_id' value cannot be of type array"],
    [{ _id: 1, '_id.x': 1 }, { $set: { a: 1 } }, 54, "cannot infer query fields to set, both paths '_id.x' and '_id' are matched"],
    [{}, { _id: { $a: 1 } }, 52, "The dollar ($) prefixed field '$a' in '_id.$a' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith."],
    [{ '_id.x': 1 }, { a: 2 }, 111, "field at '_id' must be exactly specified, field at sub-path '_id.x'found"],
    [{ a: 1 }, { $set: { 'a.b': 1 } }, 28, "Cannot create field 'b' in element {a: 1}"],
    [{ a: [1] }, { $set: { 'a.$': 1 } }, 2, 'The positional operator did not find the match needed from the query.'],
    [{}, { $set: { _id: [1] } }, 53, "The '_id' value cannot be of type array"],
    [{}, { $set: { _id: /x/ } }, 53, "The '_id' value cannot be of type regex"],
  ]
  it.each(refused)('refuses %j', (filter, update, code, message) => {
    expect(failure(() => compiled(update).upsert(bson(filter)))).toEqual([code, message])
  })

  it('refuses what is larger than 16 MiB', () => {
    const long = 'x'.repeat(9_000_000)
    expect(failure(() => compiled({ $set: { b: long } }).upsert(bson({ a: long })))).toEqual([
      17420,
      'Document to upsert is larger than 16777216',
    ])
  })
})
