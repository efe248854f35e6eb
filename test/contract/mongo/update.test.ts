/** Updating documents: each operator, upserts, replacements, pipelines. */
import { Decimal128, type Document, Double, Int32, Long } from 'mongodb'
import { describe, expect, it } from 'vitest'
import { type Doc, failure, numbered, onEachMongod } from './suite.ts'

/** Before, the update, and after; both without their `_id`. */
type Change = [before: Document, update: Document, after: Document]

const FIELDS: Change[] = [
  [{ a: 1 }, { $set: { b: 2, 'c.d': 3 } }, { a: 1, b: 2, c: { d: 3 } }],
  [{ a: { b: 1, c: 2 } }, { $set: { 'a.b': { x: 1 } } }, { a: { b: { x: 1 }, c: 2 } }],
  [{ a: [1, 2] }, { $set: { 'a.1': 5, 'a.3': 6 } }, { a: [1, 5, null, 6] }],
  [{ a: 1 }, { $set: { z: 1, b: 2 } }, { a: 1, b: 2, z: 1 }],
  [{ a: 1, b: { c: 1, d: 2 } }, { $unset: { a: '', 'b.c': '', x: '' } }, { b: { d: 2 } }],
  [{ a: [1, 2, 3] }, { $unset: { 'a.1': '' } }, { a: [1, null, 3] }],
  [{ a: 1, b: 2 }, { $inc: { a: 2, b: -1.5, c: 7 } }, { a: 3, b: 0.5, c: 7 }],
  [{ a: 2 }, { $mul: { a: 2.5, b: 9 } }, { a: 5, b: 0 }],
  [{ a: 5, b: 5 }, { $min: { a: 3, b: 9, c: 1 } }, { a: 3, b: 5, c: 1 }],
  [{ a: 5, b: 5 }, { $max: { a: 3, b: 9, c: 'x' } }, { a: 5, b: 9, c: 'x' }],
  [{ a: 5 }, { $max: { a: 'text' } }, { a: 'text' }],
  [{ a: 1, b: { c: 2 } }, { $rename: { a: 'x', 'b.c': 'y.z', no: 'way' } }, { b: {}, x: 1, y: { z: 2 } }],
  [{ a: 13 }, { $bit: { a: { and: 10 } } }, { a: 8 }],
  [{ a: 1 }, { $bit: { a: { or: 6 } } }, { a: 7 }],
  [{ a: 5 }, { $bit: { a: { xor: 1 } } }, { a: 4 }],
  [{ a: 1 }, { $setOnInsert: { b: 1 }, $set: { a: 2 } }, { a: 2 }],
]

const ARRAYS: Change[] = [
  [{}, { $push: { a: 1 } }, { a: [1] }],
  [{ a: [1] }, { $push: { a: [2, 3] } }, { a: [1, [2, 3]] }],
  [{ a: [1] }, { $push: { a: { $each: [2, 3] } } }, { a: [1, 2, 3] }],
  [{ a: [1, 2] }, { $push: { a: { $each: [8, 9], $position: 1 } } }, { a: [1, 8, 9, 2] }],
  [{ a: [1, 2] }, { $push: { a: { $each: [9], $position: -1 } } }, { a: [1, 9, 2] }],
  [{ a: [3, 1] }, { $push: { a: { $each: [2], $sort: 1 } } }, { a: [1, 2, 3] }],
  [{ a: [1, 2, 3] }, { $push: { a: { $each: [4], $slice: -2 } } }, { a: [3, 4] }],
  [{ a: [1, 2, 3] }, { $push: { a: { $each: [], $slice: 1 } } }, { a: [1] }],
  [
    { a: [{ n: 2 }, { n: 1, m: 1 }] },
    { $push: { a: { $each: [{ n: 3 }], $sort: { n: -1 }, $slice: 2 } } },
    { a: [{ n: 3 }, { n: 2 }] },
  ],
  [{ a: [1, 2] }, { $addToSet: { a: 2 } }, { a: [1, 2] }],
  [{ a: [1, 2] }, { $addToSet: { a: { $each: [2, 3, 3] } } }, { a: [1, 2, 3] }],
  [
    { a: [{ x: 1, y: 2 }] },
    { $addToSet: { a: { y: 2, x: 1 } } },
    {
      a: [
        { x: 1, y: 2 },
        { y: 2, x: 1 },
      ],
    },
  ],
  [{ a: [1, 2, 3] }, { $pop: { a: 1 } }, { a: [1, 2] }],
  [{ a: [1, 2, 3] }, { $pop: { a: -1 } }, { a: [2, 3] }],
  [{ a: [1, 2, 1, 3] }, { $pull: { a: 1 } }, { a: [2, 3] }],
  [{ a: [1, 5, 9] }, { $pull: { a: { $gte: 5 } } }, { a: [1] }],
  [{ a: [{ x: 1, y: 1 }, { x: 2 }] }, { $pull: { a: { x: 1 } } }, { a: [{ x: 2 }] }],
  [
    { a: [{ b: [1, 9] }, { b: [2] }] },
    { $pull: { a: { b: { $elemMatch: { $gt: 5 } } } } },
    { a: [{ b: [2] }] },
  ],
  [{ a: [1, 2, 3, 2] }, { $pullAll: { a: [2, 3] } }, { a: [1] }],
  [{ a: [1, 2] }, { $inc: { 'a.$[]': 10 } }, { a: [11, 12] }],
  [
    { a: [{ b: 1 }, { b: 2 }] },
    { $set: { 'a.$[].c': 0 } },
    {
      a: [
        { b: 1, c: 0 },
        { b: 2, c: 0 },
      ],
    },
  ],
]

onEachMongod('updating', (mongo) => {
  /** The one document of a new collection, without its _id, after an update. */
  async function updated(before: Document, update: Document, filter = {}, options = {}): Promise<unknown> {
    const things = await mongo.with({ _id: 1, ...before })
    await things.updateOne(filter, update, options)
    return things.findOne({}, { projection: { _id: 0 } })
  }

  describe('changes', () => {
    it.each(FIELDS)('the fields of %j by %j', async (before, update, expected) => {
      expect(await updated(before, update)).toEqual(expected)
    })

    it.each(ARRAYS)('the array of %j by %j', async (before, update, expected) => {
      expect(await updated(before, update)).toEqual(expected)
    })
  })

  it('counts what matched and what changed', async () => {
    const things = await mongo.with(...numbered(5, 2))
    const nothing = { acknowledged: true, upsertedId: null, upsertedCount: 0 }
    expect(await things.updateOne({ n: 1 }, { $set: { x: 1 } })).toEqual({
      ...nothing,
      matchedCount: 1,
      modifiedCount: 1,
    })
    expect(await things.updateMany({ n: 1 }, { $set: { x: 1 } })).toEqual({
      ...nothing,
      matchedCount: 2,
      modifiedCount: 1,
    })
    expect(await things.updateMany({ n: 7 }, { $set: { x: 1 } })).toEqual({
      ...nothing,
      matchedCount: 0,
      modifiedCount: 0,
    })
  })

  it('changes the element that the filter found', async () => {
    const change = (update: Document, filter: Document) => updated({ a: [1, 2, 3, 2] }, update, filter)
    expect(await change({ $set: { 'a.$': 9 } }, { a: 2 })).toEqual({ a: [1, 9, 3, 2] })
    expect(await change({ $inc: { 'a.$': 1 } }, { a: { $gt: 2 } })).toEqual({ a: [1, 2, 4, 2] })
    const orders = {
      a: [
        { k: 1, v: 1 },
        { k: 2, v: 1 },
      ],
    }
    const filter = { a: { $elemMatch: { k: 2 } } }
    expect(await updated(orders, { $set: { 'a.$.v': 5 } }, filter)).toEqual({
      a: [
        { k: 1, v: 1 },
        { k: 2, v: 5 },
      ],
    })
  })

  it('changes the elements that arrayFilters name', async () => {
    const arrayFilters = [{ 'e.k': { $gte: 2 } }, { n: 1 }]
    const before = {
      a: [
        { k: 1, l: [1] },
        { k: 2, l: [1, 2] },
        { k: 3, l: [3, 1] },
      ],
    }
    expect(await updated(before, { $set: { 'a.$[e].l.$[n]': 0 } }, {}, { arrayFilters })).toEqual({
      a: [
        { k: 1, l: [1] },
        { k: 2, l: [0, 2] },
        { k: 3, l: [3, 0] },
      ],
    })
  })

  it('runs a pipeline', async () => {
    const things = await mongo.with({ _id: 1, a: 2, b: 3 })
    await things.updateOne({}, [
      { $set: { sum: { $add: ['$a', '$b'] }, c: { $cond: [{ $gt: ['$a', 1] }, 'big', 'small'] } } },
      { $unset: 'a' },
    ])
    expect(await things.findOne()).toEqual({ _id: 1, b: 3, sum: 5, c: 'big' })
    await things.updateOne({}, [{ $replaceWith: { was: '$$ROOT.sum', plus: '$$more' } }], {
      let: { more: 4 },
    })
    expect(await things.findOne()).toEqual({ _id: 1, was: 5, plus: 4 })
  })

  it('sets the current time', async () => {
    const things = await mongo.with({ _id: 1 })
    const before = Date.now()
    const $currentDate = { d: true, t: { $type: 'timestamp' }, e: { $type: 'date' } }
    await things.updateOne({}, { $currentDate } as never)
    const found = (await things.findOne()) as Doc & { d: Date; e: Date; t: { _bsontype: string } }
    expect(Math.abs(found.d.getTime() - before)).toBeLessThan(60_000)
    expect(found.e).toEqual(found.d)
    expect(found.t._bsontype).toBe('Timestamp')
  })

  it('keeps the widest type of the numbers it calculates with', async () => {
    const things = await mongo.with({
      _id: 1,
      int: new Int32(1),
      large: new Int32(2_147_483_647),
      long: Long.fromNumber(1),
      double: new Double(1),
      decimal: Decimal128.fromString('0.1'),
    })
    const one = new Int32(1)
    const $inc = { int: one, large: one, long: one, double: one, decimal: Decimal128.fromString('0.2') }
    await things.updateOne({}, { $inc })
    expect(await things.findOne({}, { promoteValues: false, projection: { _id: 0 } })).toEqual({
      int: new Int32(2),
      large: Long.fromNumber(2_147_483_648),
      long: Long.fromNumber(2),
      double: new Double(2),
      decimal: Decimal128.fromString('0.3'),
    })
  })

  it('inserts what it does not find, if it is told to', async () => {
    const things = mongo.fresh()
    const update = { $set: { b: 2 }, $setOnInsert: { c: 3 } }
    const upsert = { upsert: true }
    expect(await things.updateOne({ _id: 7, a: { $eq: 1 }, x: { $gt: 5 } }, update, upsert)).toEqual({
      acknowledged: true,
      matchedCount: 0,
      modifiedCount: 0,
      upsertedCount: 1,
      upsertedId: 7,
    })
    expect(await things.findOne()).toEqual({ _id: 7, a: 1, b: 2, c: 3 })
    await things.updateOne({ _id: 7 }, { $set: { b: 5 }, $setOnInsert: { c: 9 } }, upsert)
    expect(await things.findOne()).toEqual({ _id: 7, a: 1, b: 5, c: 3 })
    const { upsertedId } = await things.updateMany({ a: 99 }, { $inc: { n: 1 } }, upsert)
    expect(await things.findOne({ a: 99 })).toEqual({ _id: upsertedId, a: 99, n: 1 })
    await things.replaceOne({ _id: 8, q: 1 }, { r: 1 }, upsert)
    expect(await things.findOne({ _id: 8 })).toEqual({ _id: 8, r: 1 })
    await things.updateOne({ $and: [{ _id: 9 }, { 'd.e': 4 }] }, { $set: { f: 1 } }, upsert)
    expect(await things.findOne({ _id: 9 })).toEqual({ _id: 9, d: { e: 4 }, f: 1 })
  })

  it('replaces a whole document but its _id', async () => {
    const things = await mongo.with({ _id: 1, a: 1 }, { _id: 2, a: 1 })
    expect(await things.replaceOne({ a: 1 }, { z: 1, y: 2 })).toMatchObject({
      matchedCount: 1,
      modifiedCount: 1,
    })
    expect(await things.find().toArray()).toEqual([
      { _id: 1, z: 1, y: 2 },
      { _id: 2, a: 1 },
    ])
    expect(await failure(things.replaceOne({ _id: 1 }, { _id: 5 } as never))).toMatchObject({
      code: 66,
      message: expect.stringMatching(
        /the \(immutable\) field '_id' was found to have been altered to _id: 5/,
      ),
    })
  })

  it('uses the index that hint names, and refuses one there is not', async () => {
    const things = await mongo.with(...numbered(3))
    await things.createIndex({ n: 1 })
    expect(await things.updateOne({ n: 1 }, { $set: { a: 1 } }, { hint: { n: 1 } })).toMatchObject({
      modifiedCount: 1,
    })
    const wrong = await failure(things.updateOne({ n: 1 }, { $set: { a: 2 } }, { hint: { m: 1 } }))
    expect(wrong.code).toBe(2)
    expect(wrong.message).toMatch(/hint provided does not correspond to an existing index/)
  })
})
