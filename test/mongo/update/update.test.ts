import { Double, Timestamp } from 'bson'
import { describe, expect, it } from 'vitest'
import { bson } from '../../support/bson.ts'
import { type Around, compiled, failure, shown, updated } from '../../support/updating.ts'

describe('paths with $ and array filters', () => {
  // biome-ignore format: one case a line
  const cases: [title: string, before: object, update: object, around: Around, after: object][] = [
    ['$ is the element that the filter met', { a: [1, 2, 3] }, { $set: { 'a.$': 9 } }, { position: 1 }, { a: [1, 9, 3] }],
    ['$ leads on', { a: [{ b: 1 }, { b: 2 }] }, { $inc: { 'a.$.b': 5 } }, { position: 1 }, { a: [{ b: 1 }, { b: 7 }] }],
    ['$ meets an index beside it', { a: [{}, {}] }, { $set: { 'a.$.x': 1, 'a.1.y': 2 } }, { position: 1 }, { a: [{}, { x: 1, y: 2 }] }],
    ['$[] is each element', { a: [1, 2] }, { $inc: { 'a.$[]': 1 } }, {}, { a: [2, 3] }],
    ['$[] within $[]', { a: [[1], [2, 3]] }, { $mul: { 'a.$[].$[]': 10 } }, {}, { a: [[10], [20, 30]] }],
    ['$[name] is each element that its filter means', { a: [1, 5, 9] }, { $set: { 'a.$[big]': 0 } }, { arrayFilters: [{ big: { $gte: 5 } }] }, { a: [1, 0, 0] }],
    ['filters look into documents', { a: [{ n: 1 }, { n: 2, m: 1 }] }, { $set: { 'a.$[x].n': 0 } }, { arrayFilters: [{ 'x.n': 2, 'x.m': 1 }] }, { a: [{ n: 1 }, { n: 0, m: 1 }] }],
    ['filters with $or', { a: [1, 2, 3] }, { $set: { 'a.$[x]': 0 } }, { arrayFilters: [{ $or: [{ x: 1 }, { x: 3 }] }] }, { a: [0, 2, 0] }],
    ['several filters meet in one element', { a: [{ n: 1 }, { n: 2 }] }, { $set: { 'a.$[].x': 1, 'a.$[two].y': 2 } }, { arrayFilters: [{ 'two.n': 2 }] }, { a: [{ n: 1, x: 1 }, { n: 2, x: 1, y: 2 }] }],
    ['filters decide before anything changes', { a: [1, 2] }, { $inc: { 'a.$[x]': 1 } }, { arrayFilters: [{ x: 1 }] }, { a: [2, 2] }],
    ['filters that mean nothing', { a: [1] }, { $set: { 'a.$[x]': 1 } }, { arrayFilters: [{ x: 7 }] }, { a: [1] }],
    ['elements that are unset', { a: [1, 2] }, { $unset: { 'a.$[x]': '' } }, { arrayFilters: [{ x: 2 }] }, { a: [1, null] }],
  ]
  it.each(cases)('%s', (_title, before, update, around, after) => {
    expect(updated(before, update, around)).toBe(shown(after))
  })
})

describe('updates refuse', () => {
  const notFound = 'The positional operator did not find the match needed from the query.'
  const unknown = 'Expected a valid update modifier or pipeline-style update specified as an array'
  // biome-ignore format: one case a line
  const cases: [update: object, around: Around, code: number, message: string][] = [
    [{ $foo: { a: 1 } }, {}, 9, `Unknown modifier: $foo. ${unknown}`],
    [{ $set: { a: 1 }, b: 2 }, {}, 9, `Unknown modifier: b. ${unknown}`],
    [{ $pushAll: { a: [] } }, {}, 9, `Unknown modifier: $pushAll. ${unknown}`],
    [{ $set: 1 }, {}, 9, 'Modifiers operate on fields but we found type int instead. For example: {$mod: {<field>: ...}} not {$set: 1}'],
    [{ $set: { a: 1, 'a.b': 2 } }, {}, 40, "Updating the path 'a.b' would create a conflict at 'a'"],
    [{ $set: { 'a.b': 1 }, $inc: { a: 2 } }, {}, 40, "Updating the path 'a' would create a conflict at 'a'"],
    [{ $set: { 'a.b.c': 1 }, $unset: { 'a.b.c': 2 } }, {}, 40, "Updating the path 'a.b.c' would create a conflict at 'a.b.c'"],
    [{ $rename: { a: 'b' }, $set: { b: 2 } }, {}, 40, "Updating the path 'b' would create a conflict at 'b'"],
    [{ $rename: { a: 'b', b: 'c' } }, {}, 40, "Updating the path 'b' would create a conflict at 'b'"],
    [{ $set: { 'a.$[]': 1, 'a.0': 1 } }, {}, 40, "Updating the path 'a.0' would create a conflict at 'a'"],
    [{ $set: { 'a.$': 1, 'a.1': 2 } }, { position: 1 }, 40, "Update created a conflict at 'a.1'"],
    [{ $set: { 'a.$[]': 1, 'a.$[x]': 2 } }, { arrayFilters: [{ x: 1 }] }, 40, "Update created a conflict at 'a.0'"],
    [{ $set: { '': 1 } }, {}, 56, 'An empty update path is not valid.'],
    [{ $set: { 'a.': 1 } }, {}, 56, "The update path 'a.' contains an empty field name, which is not allowed."],
    [{ $set: { $: 1 } }, {}, 2, "Cannot have positional (i.e. '$') element in the first position in path '$'"],
    [{ $set: { 'a.$.b.$': 1 } }, {}, 2, "Too many positional (i.e. '$') elements found in path 'a.$.b.$'"],
    [{ $set: { 'a.$': 1 } }, {}, 2, notFound],
    [{ $set: { 'b.c.$': 1 } }, {}, 2, notFound],
    [{ $set: { '$[].a': 1 } }, {}, 2, "Cannot have array filter identifier (i.e. '$[<id>]') element in the first position in path '$[].a'"],
    [{ $set: { 'a.$[x]': 1 } }, {}, 2, "No array filter found for identifier 'x' in path 'a.$[x]'"],
    [{ $set: { a: 1 } }, { arrayFilters: [{ x: 1 }] }, 9, "The array filter for identifier 'x' was not used in the update { $set: { a: 1 } }"],
    [{ $set: { a: 1 } }, { arrayFilters: [{}] }, 9, 'Cannot use an expression without a top-level field name in arrayFilters'],
    [{ $set: { a: 1 } }, { arrayFilters: [{ x: 1 }, { 'x.y': 1 }] }, 9, 'Found multiple array filters with the same top-level field name x'],
    [{ $set: { a: 1 } }, { arrayFilters: [{ x: 1, y: 1 }] }, 9, "Error parsing array filter :: caused by :: Expected a single top-level field name, found 'x' and 'y'"],
    [{ $set: { a: 1 } }, { arrayFilters: [{ X: 1 }] }, 2, "Error parsing array filter :: caused by :: The top-level field name must be an alphanumeric string beginning with a lowercase letter, found 'X'"],
    [{ $set: { a: 1 } }, { arrayFilters: [{ x: { $foo: 1 } }] }, 2, 'Error parsing array filter :: caused by :: unknown operator: $foo'],
    [{ $set: { a: 1 } }, { arrayFilters: [{ $or: [{ $expr: true }] }] }, 224, 'Error parsing array filter :: caused by :: $expr is not allowed in this context'],
    [{ $set: { a: 1 } }, { arrayFilters: [{ $where: 'true' }] }, 2, 'Error parsing array filter :: caused by :: $where is not allowed in this context'],
    [{ $pull: { a: { $expr: true } } }, {}, 224, '$expr is not allowed in this context'],
    [{ $set: { 'z.$[]': 1 } }, {}, 2, "The path 'z' must exist in the document in order to apply array updates."],
    [{ $set: { 's.$[]': 1 } }, {}, 2, 'Cannot apply array updates to non-array element s: 1'],
    [[{ $set: { a: 1 } }], { arrayFilters: [{ x: 1 }] }, 9, 'arrayFilters may not be specified for pipeline-style updates'],
    [[{ $match: { a: 1 } }], {}, 72, '$match is not allowed to be used within an update'],
    [[{ $foo: { a: 1 } }], {}, 40324, "Unrecognized pipeline stage name: '$foo'"],
    [{ _id: 2 }, {}, 66, "After applying the update, the (immutable) field '_id' was found to have been altered to _id: 2"],
    [{ _id: [1] }, {}, 53, "The '_id' value cannot be of type array"],
    [{ a: 1, $b: 2 }, {}, 52, "The dollar ($) prefixed field '$b' in '$b' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith."],
    [{ a: 1, $db: 'x' }, {}, 55, 'Found $db field without a $id before it, which is invalid.'],
    [[{ $set: { _id: 2 } }], {}, 66, "After applying the update, the (immutable) field '_id' was found to have been altered to _id: 2"],
  ]
  it.each(cases)('%j with %j', (update, around, code, message) => {
    const before = { _id: 1, a: [1, 2], s: 1 }
    expect(failure(() => updated(before, update, around))).toEqual([code, message])
  })
})

describe('replacements and pipelines', () => {
  // biome-ignore format: one case a line
  const cases: [title: string, before: object, update: object, after: object][] = [
    ['a replacement keeps _id', { _id: 1, a: 1 }, { b: 2 }, { _id: 1, b: 2 }],
    ['an empty replacement leaves _id', { _id: 1, a: 1 }, {}, { _id: 1 }],
    ['_id of the replacement comes first', { _id: 1, a: 1 }, { b: 2, _id: 1 }, { _id: 1, b: 2 }],
    ['_id takes the type of the replacement', { _id: 1 }, { _id: new Double(1), b: 2 }, { _id: new Double(1), b: 2 }],
    ['empty timestamps become the time, but not inside', { _id: 1 }, { t: new Timestamp({ t: 0, i: 0 }), d: { t: new Timestamp({ t: 0, i: 0 }) } }, { _id: 1, t: new Timestamp({ t: 1_400_000_000, i: 124 }), d: { t: new Timestamp({ t: 0, i: 0 }) } }],
    ['dollars are allowed below the top', { _id: 1 }, { a: { $b: 1, 'c.d': 2 } }, { _id: 1, a: { $b: 1, 'c.d': 2 } }],
    ['a pipeline computes', { _id: 1, a: 2 }, [{ $set: { b: { $add: ['$a', 1] } } }, { $unset: 'a' }], { _id: 1, b: 3 }],
    ['a pipeline that drops _id does not', { _id: 1, a: 2 }, [{ $replaceWith: { x: '$a' } }], { _id: 1, x: 2 }],
    ['a pipeline sees time', { _id: 1 }, [{ $set: { t: '$$NOW' } }], { _id: 1, t: new Date(1_400_000_000_123) }],
  ]
  it.each(cases)('%s', (_title, before, update, after) => {
    expect(updated(before, update)).toBe(shown(after))
  })

  it('are no change if nothing changes', () => {
    const document = bson({ _id: 1, a: 1 })
    expect(compiled({ _id: 1, a: 1 }).apply(document)).toBe(document)
    expect(compiled([{ $set: { a: 1 } }]).apply(document)).toBe(document)
  })

  it('tell their kind', () => {
    expect(['modify', 'replace', 'replace', 'pipeline']).toEqual(
      [{ $set: {} }, {}, { a: 1 }, [{ $set: { a: 1 } }]].map((update) => compiled(update).kind),
    )
  })
})
