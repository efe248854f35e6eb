/** Deleting documents, and finding one while changing it. */
import { expect, it } from 'vitest'
import { failure, ids, numbered, onEachMongod } from './suite.ts'

onEachMongod('deleting', (mongo) => {
  it('removes one or all that match, and counts them', async () => {
    const things = await mongo.with(...numbered(10, 2))
    expect(await things.deleteOne({ n: 1 })).toEqual({ acknowledged: true, deletedCount: 1 })
    expect(await things.deleteMany({ n: 1 })).toEqual({ acknowledged: true, deletedCount: 4 })
    expect(await things.deleteMany({ n: 1 })).toEqual({ acknowledged: true, deletedCount: 0 })
    expect(await things.deleteMany({})).toMatchObject({ deletedCount: 5 })
    expect(await things.countDocuments()).toBe(0)
  })

  it('takes hint, let, comment and collation', async () => {
    const things = await mongo.with({ _id: 1, a: 'X' }, { _id: 2, a: 'x' }, { _id: 3, a: 'y' })
    await things.createIndex({ a: 1 })
    const collation = { locale: 'en', strength: 2 }
    expect(await things.deleteMany({ a: 'x' }, { collation, comment: 'c' })).toMatchObject({
      deletedCount: 2,
    })
    const filter = { $expr: { $eq: ['$a', '$$wanted'] } }
    expect(await things.deleteOne(filter, { let: { wanted: 'y' }, hint: 'a_1' })).toMatchObject({
      deletedCount: 1,
    })
    const wrong = await failure(things.deleteOne({ a: 1 }, { hint: 'missing' }))
    expect(wrong).toMatchObject({ code: 2 })
  })

  it('deletes nothing from nowhere', async () => {
    expect(await mongo.fresh().deleteMany({})).toMatchObject({ deletedCount: 0 })
  })

  it('refuses another limit than 0 and 1', async () => {
    const things = await mongo.with({ _id: 1 })
    const said = await failure(
      mongo.command({ delete: things.collectionName, deletes: [{ q: {}, limit: 2 }] }),
    )
    expect(said).toMatchObject({
      code: 9,
      codeName: 'FailedToParse',
      message: 'The limit field in delete objects must be 0 or 1. Got 2',
    })
  })
})

onEachMongod('finding and modifying', (mongo) => {
  it('gives the document before or after the update', async () => {
    const things = await mongo.with({ _id: 1, n: 1 })
    const update = { $inc: { n: 1 } }
    expect(await things.findOneAndUpdate({ _id: 1 }, update)).toEqual({ _id: 1, n: 1 })
    expect(await things.findOneAndUpdate({ _id: 1 }, update, { returnDocument: 'after' })).toEqual({
      _id: 1,
      n: 3,
    })
    expect(await things.findOneAndUpdate({ _id: 2 }, update)).toBeNull()
  })

  it('takes sort, projection, upsert, arrayFilters and hint', async () => {
    const things = await mongo.with({ _id: 1, n: 5, a: [1, 2] }, { _id: 2, n: 9, a: [1, 2] })
    await things.createIndex({ n: 1 })
    const highest = await things.findOneAndUpdate(
      {},
      { $set: { 'a.$[e]': 0 } },
      {
        sort: { n: -1 },
        projection: { a: 1 },
        arrayFilters: [{ e: 2 }],
        returnDocument: 'after',
        hint: { n: 1 },
      },
    )
    expect(highest).toEqual({ _id: 2, a: [1, 0] })
    const upsert = { upsert: true, returnDocument: 'after' } as const
    expect(await things.findOneAndUpdate({ _id: 3 }, { $set: { n: 1 } }, upsert)).toEqual({ _id: 3, n: 1 })
    expect(await things.findOneAndUpdate({ _id: 4 }, { $set: { n: 1 } }, { upsert: true })).toBeNull()
    const piped = [{ $set: { n: { $multiply: ['$n', 2] } } }]
    expect(await things.findOneAndUpdate({ _id: 1 }, piped, { returnDocument: 'after' })).toMatchObject({
      n: 10,
    })
  })

  it('replaces', async () => {
    const things = await mongo.with({ _id: 1, a: 1 })
    expect(await things.findOneAndReplace({ a: 1 }, { b: 1 })).toEqual({ _id: 1, a: 1 })
    expect(await things.findOneAndReplace({}, { c: 1 }, { returnDocument: 'after' })).toEqual({
      _id: 1,
      c: 1,
    })
  })

  it('deletes', async () => {
    const things = await mongo.with(...numbered(3))
    expect(await things.findOneAndDelete({}, { sort: { _id: -1 } })).toEqual({ _id: 2, n: 2 })
    expect(await things.findOneAndDelete({ _id: 1 }, { projection: { n: 1, _id: 0 } })).toEqual({ n: 1 })
    expect(await things.findOneAndDelete({ _id: 1 })).toBeNull()
    expect(ids(await things.find().toArray())).toEqual([0])
  })

  it('tells what it did', async () => {
    const things = await mongo.with({ _id: 1, n: 1 })
    const options = { includeResultMetadata: true } as const
    expect(await things.findOneAndUpdate({ _id: 1 }, { $inc: { n: 1 } }, options)).toMatchObject({
      lastErrorObject: { n: 1, updatedExisting: true },
      value: { _id: 1, n: 1 },
      ok: 1,
    })
    const upserted = await things.findOneAndUpdate(
      { _id: 2 },
      { $inc: { n: 1 } },
      { ...options, upsert: true },
    )
    expect(upserted).toMatchObject({
      lastErrorObject: { n: 1, updatedExisting: false, upserted: 2 },
      value: null,
    })
    expect(await things.findOneAndDelete({ _id: 9 }, options)).toMatchObject({
      lastErrorObject: { n: 0 },
      value: null,
    })
  })

  it('refuses what contradicts itself', async () => {
    const { collectionName } = await mongo.with({ _id: 1 })
    const refusal = (words: object) => failure(mongo.command({ findAndModify: collectionName, ...words }))
    expect(await refusal({ remove: true, update: {} })).toMatchObject({
      code: 9,
      codeName: 'FailedToParse',
      message: 'Cannot specify both an update and remove=true',
    })
    expect(await refusal({ remove: true, new: true })).toMatchObject({
      code: 9,
      message: "Cannot specify both new=true and remove=true; 'remove' always returns the deleted document",
    })
    expect(await refusal({})).toMatchObject({
      code: 9,
      message: 'Either an update or remove=true must be specified',
    })
    expect(await refusal({ remove: true, upsert: true })).toMatchObject({
      code: 9,
      message: 'Cannot specify both upsert=true and remove=true ',
    })
  })

  it('gives the error of a duplicate key', async () => {
    const things = await mongo.with({ _id: 1, n: 1 }, { _id: 2, n: 2 })
    await things.createIndex({ n: 1 }, { unique: true })
    const said = await failure(things.findOneAndUpdate({ _id: 1 }, { $set: { n: 2 } }))
    expect(said).toMatchObject({ code: 11_000, codeName: 'DuplicateKey' })
    expect(said.reply).toMatchObject({ keyPattern: { n: 1 }, keyValue: { n: 2 } })
    expect(await things.findOne({ _id: 1 })).toEqual({ _id: 1, n: 1 })
  })
})
