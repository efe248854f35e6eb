/** Many operations in one call. */
import type { AnyBulkWriteOperation, BulkWriteResult, MongoBulkWriteError } from 'mongodb'
import { expect, it } from 'vitest'
import { type Doc, failure, numbered, onEachMongod } from './suite.ts'

function counts({
  insertedCount,
  matchedCount,
  modifiedCount,
  deletedCount,
  upsertedCount,
}: BulkWriteResult) {
  return { insertedCount, matchedCount, modifiedCount, deletedCount, upsertedCount }
}

onEachMongod('bulk writing', (mongo) => {
  it('carries out every kind of operation, in order', async () => {
    const things = await mongo.with(...numbered(3))
    const result = await things.bulkWrite([
      { insertOne: { document: { _id: 10, n: 10 } } },
      { updateOne: { filter: { _id: 0 }, update: { $set: { n: 100 } } } },
      { updateMany: { filter: { n: { $gt: 5 } }, update: { $inc: { n: 1 } } } },
      { replaceOne: { filter: { _id: 1 }, replacement: { n: 5 } } },
      { updateOne: { filter: { _id: 20 }, update: { $set: { n: 1 } }, upsert: true } },
      { replaceOne: { filter: { _id: 21 }, replacement: { n: 2 }, upsert: true } },
      { deleteOne: { filter: { _id: 2 } } },
      { deleteMany: { filter: { n: { $gt: 50 } } } },
    ])
    expect(counts(result)).toEqual({
      insertedCount: 1,
      matchedCount: 4,
      modifiedCount: 4,
      deletedCount: 2,
      upsertedCount: 2,
    })
    expect(result.upsertedIds).toEqual({ 4: 20, 5: 21 })
    expect(result.insertedIds).toEqual({ 0: 10 })
    expect(await things.find().sort({ _id: 1 }).toArray()).toEqual([
      { _id: 1, n: 5 },
      { _id: 10, n: 11 },
      { _id: 20, n: 1 },
      { _id: 21, n: 2 },
    ])
  })

  const CLASH: AnyBulkWriteOperation<Doc>[] = [
    { insertOne: { document: { _id: 1 } } },
    { insertOne: { document: { _id: 1 } } },
    { insertOne: { document: { _id: 2 } } },
    { updateOne: { filter: { _id: 2 }, update: { $inc: { _id: 1 } } } },
    { deleteOne: { filter: { _id: 1 } } },
  ]

  it('stops at the first error when ordered', async () => {
    const things = mongo.fresh()
    const { error, code, name } = await failure(things.bulkWrite(CLASH))
    expect({ code, name }).toEqual({ code: 11_000, name: 'MongoBulkWriteError' })
    const { result, writeErrors } = error as MongoBulkWriteError
    expect(counts(result)).toMatchObject({ insertedCount: 1, deletedCount: 0 })
    expect([writeErrors].flat()).toMatchObject([{ index: 1, code: 11_000 }])
    expect(await things.find().toArray()).toEqual([{ _id: 1 }])
  })

  it('carries out the rest when unordered, and gives the error of each that failed', async () => {
    const things = mongo.fresh()
    const { error } = await failure(things.bulkWrite(CLASH, { ordered: false }))
    const { result, writeErrors } = error as MongoBulkWriteError
    expect(counts(result)).toMatchObject({ insertedCount: 2, deletedCount: 1 })
    expect([writeErrors].flat().map(({ index, code }) => [index, code])).toEqual([
      [1, 11_000],
      [3, 66],
    ])
    expect(await things.find().toArray()).toEqual([{ _id: 2 }])
  })

  it('takes collation, hint and arrayFilters for a single operation', async () => {
    const things = await mongo.with({ _id: 1, s: 'a', l: [1, 2] }, { _id: 2, s: 'A', l: [1, 2] })
    const collation = { locale: 'en', strength: 2 }
    const result = await things.bulkWrite([
      { updateMany: { filter: { s: 'A' }, update: { $set: { hit: 1 } }, collation } },
      { updateOne: { filter: { _id: 1 }, update: { $set: { 'l.$[x]': 0 } }, arrayFilters: [{ x: 2 }] } },
      { updateOne: { filter: { _id: 2 }, update: { $set: { n: 1 } }, hint: '_id_' } },
      { deleteMany: { filter: { s: 'x' }, collation } },
    ])
    expect(counts(result)).toMatchObject({ matchedCount: 4, modifiedCount: 4 })
    expect(await things.findOne({ _id: 1 })).toEqual({ _id: 1, s: 'a', l: [1, 0], hit: 1 })
  })

  it('is also built step by step', async () => {
    const things = await mongo.with(...numbered(2))
    const bulk = things.initializeUnorderedBulkOp()
    bulk.insert({ _id: 5 })
    bulk.find({ _id: 0 }).updateOne({ $set: { a: 1 } })
    bulk.find({ _id: 9 }).upsert().replaceOne({ b: 1 })
    bulk.find({ _id: 1 }).deleteOne()
    expect(counts(await bulk.execute())).toEqual({
      insertedCount: 1,
      matchedCount: 1,
      modifiedCount: 1,
      deletedCount: 1,
      upsertedCount: 1,
    })
  })

  it('takes thousands of operations', async () => {
    const things = mongo.fresh()
    const operations = numbered(1500).map(({ _id }) => ({
      updateOne: { filter: { _id }, update: { $set: { n: _id } }, upsert: true },
    }))
    expect(counts(await things.bulkWrite(operations, { ordered: false }))).toMatchObject({
      upsertedCount: 1500,
    })
  })

  it('reports each failed statement of one command by its index', async () => {
    const things = await mongo.with({ _id: 1 })
    const reply = await mongo.command({
      update: things.collectionName,
      updates: [
        { q: { _id: 1 }, u: { $set: { a: 1 } } },
        { q: { _id: 1 }, u: { $inc: { _id: 1 } } },
        { q: { _id: 2 }, u: { $set: { a: 1 } }, upsert: true },
      ],
      ordered: false,
    })
    expect(reply).toMatchObject({
      ok: 1,
      n: 2,
      nModified: 1,
      upserted: [{ index: 2, _id: 2 }],
      writeErrors: [{ index: 1, code: 66 }],
    })
  })
})
