/** Indexes: made, listed, used, dropped; and the keys they keep unique. */
import type { Document } from 'mongodb'
import { expect, it } from 'vitest'
import { type Explanation, failure, numbered, onEachMongod } from './suite.ts'

/** The names of the indexes that the winning plan uses. */
function usedIndexes(plan: Document): string[] {
  const { indexName, inputStage, inputStages } = plan as {
    indexName?: string
    inputStage?: Document
    inputStages?: Document[]
  }
  const below = [inputStage ?? [], inputStages ?? []].flat()
  return [indexName ?? [], below.flatMap(usedIndexes)].flat()
}

onEachMongod('indexes', (mongo) => {
  it('are made and listed', async () => {
    const things = await mongo.with({ _id: 1 })
    expect(await things.createIndex({ a: 1, b: -1 })).toBe('a_1_b_-1')
    expect(await things.createIndex('c')).toBe('c_1')
    const named = await things.createIndexes([
      { key: { d: 1 }, name: 'mine', unique: true, sparse: true },
      { key: { e: 1 }, partialFilterExpression: { e: { $gt: 5 } }, expireAfterSeconds: 60 },
    ])
    expect(named).toEqual(['mine', 'e_1'])
    expect(await things.listIndexes().toArray()).toEqual([
      { v: 2, key: { _id: 1 }, name: '_id_' },
      { v: 2, key: { a: 1, b: -1 }, name: 'a_1_b_-1' },
      { v: 2, key: { c: 1 }, name: 'c_1' },
      { v: 2, unique: true, key: { d: 1 }, name: 'mine', sparse: true },
      {
        v: 2,
        key: { e: 1 },
        name: 'e_1',
        partialFilterExpression: { e: { $gt: 5 } },
        expireAfterSeconds: 60,
      },
    ])
    expect(await things.indexExists(['mine', 'c_1'])).toBe(true)
    expect(await things.indexExists('nothing')).toBe(false)
    expect(await things.indexInformation()).toMatchObject({
      'a_1_b_-1': [
        ['a', 1],
        ['b', -1],
      ],
    })
  })

  it('make their collection if there is none, and are made only once', async () => {
    const things = mongo.fresh()
    const command = { createIndexes: things.collectionName, indexes: [{ key: { a: 1 }, name: 'a_1' }] }
    expect(await mongo.command(command)).toMatchObject({
      numIndexesBefore: 1,
      numIndexesAfter: 2,
      createdCollectionAutomatically: true,
      ok: 1,
    })
    expect(await mongo.command(command)).toMatchObject({
      numIndexesBefore: 2,
      numIndexesAfter: 2,
      note: 'all indexes already exist',
    })
  })

  it('are dropped by name, by key, and all at once', async () => {
    const things = await mongo.with({ _id: 1 })
    await things.createIndexes([{ key: { a: 1 } }, { key: { b: 1 } }, { key: { c: 1 } }, { key: { d: 1 } }])
    expect(await things.dropIndex('a_1')).toMatchObject({ nIndexesWas: 5, ok: 1 })
    expect(await mongo.command({ dropIndexes: things.collectionName, index: { b: 1 } })).toMatchObject({
      nIndexesWas: 4,
    })
    expect(await things.dropIndexes()).toBe(true)
    expect(await things.indexes()).toEqual([{ v: 2, key: { _id: 1 }, name: '_id_' }])
  })

  it('that do not exist, or are needed, cannot be dropped', async () => {
    const things = await mongo.with({ _id: 1 })
    expect(await failure(things.dropIndex('x_1'))).toMatchObject({
      code: 27,
      codeName: 'IndexNotFound',
      message: 'index not found with name [x_1]',
    })
    expect(await failure(things.dropIndex('_id_'))).toMatchObject({
      code: 72,
      codeName: 'InvalidOptions',
      message: 'cannot drop _id index',
    })
    expect(await failure(mongo.fresh().dropIndex('x_1'))).toMatchObject({
      code: 26,
      codeName: 'NamespaceNotFound',
      message: expect.stringMatching(/^ns not found /),
    })
    expect(await failure(mongo.fresh().listIndexes().toArray())).toMatchObject({
      code: 26,
      message: expect.stringMatching(/^ns does not exist: /),
    })
  })

  it('keep keys unique, and tell which one was not', async () => {
    const things = await mongo.with({ _id: 1, a: 1, b: 'x' }, { _id: 2, a: 1, b: 'y' })
    await things.createIndex({ a: 1, b: 1 }, { unique: true })
    const said = await failure(things.insertOne({ _id: 3, a: 1, b: 'y' }))
    expect(said).toMatchObject({
      code: 11_000,
      message: `E11000 duplicate key error collection: ${things.namespace} index: a_1_b_1 dup key: { a: 1, b: "y" }`,
      reply: { keyPattern: { a: 1, b: 1 }, keyValue: { a: 1, b: 'y' } },
    })
    const updated = await failure(things.updateOne({ _id: 1 }, { $set: { b: 'y' } }))
    expect(updated.code).toBe(11_000)
    expect(await things.findOne({ _id: 1 })).toEqual({ _id: 1, a: 1, b: 'x' })
    await things.updateOne({ _id: 1 }, { $set: { b: 'z' } })
    await things.insertOne({ _id: 3, a: 1, b: 'x' })
  })

  it('take a missing field for null, unless they are sparse or partial', async () => {
    const unique = await mongo.with({ _id: 1 })
    await unique.createIndex({ a: 1 }, { unique: true })
    const said = await failure(unique.insertOne({ _id: 2 }))
    expect(said).toMatchObject({ code: 11_000, reply: { keyPattern: { a: 1 }, keyValue: { a: null } } })
    const sparse = await mongo.with({ _id: 1 }, { _id: 2 })
    await sparse.createIndex({ a: 1 }, { unique: true, sparse: true })
    await sparse.insertOne({ _id: 3 })
    await sparse.insertOne({ _id: 4, a: null })
    expect(await failure(sparse.insertOne({ _id: 5, a: null }))).toMatchObject({ code: 11_000 })
    const partial = await mongo.with({ _id: 1, a: 1, live: false }, { _id: 2, a: 1, live: true })
    await partial.createIndex({ a: 1 }, { unique: true, partialFilterExpression: { live: true } })
    await partial.insertOne({ _id: 3, a: 1, live: false })
    expect(await failure(partial.insertOne({ _id: 4, a: 1, live: true }))).toMatchObject({ code: 11_000 })
  })

  it('keep each element of an array unique among documents, not inside of one', async () => {
    const things = await mongo.with({ _id: 1, a: [1, 1, 2] })
    await things.createIndex({ a: 1 }, { unique: true })
    const said = await failure(things.insertOne({ _id: 2, a: [3, 2] }))
    expect(said).toMatchObject({ code: 11_000, reply: { keyValue: { a: 2 } } })
  })

  it('that are to be unique cannot be made over duplicates', async () => {
    const things = await mongo.with({ _id: 1, a: 1 }, { _id: 2, a: 1 })
    const said = await failure(things.createIndex({ a: 1 }, { unique: true }))
    expect(said).toMatchObject({ code: 11_000, codeName: 'DuplicateKey' })
    expect(said.message).toContain(`E11000 duplicate key error collection: ${things.namespace} index: a_1`)
    expect(await things.indexes()).toHaveLength(1)
  })

  it('take numbers of different types for the same key', async () => {
    const { Double, Long } = await import('mongodb')
    const things = await mongo.with({ _id: 1, a: Long.fromNumber(5) })
    await things.createIndex({ a: 1 }, { unique: true })
    expect(await failure(things.insertOne({ _id: 2, a: new Double(5) }))).toMatchObject({ code: 11_000 })
  })

  it('conflict when they share a name or a key but not the rest', async () => {
    const things = await mongo.with({ _id: 1 })
    await things.createIndex({ a: 1 }, { name: 'x' })
    expect(await failure(things.createIndex({ b: 1 }, { name: 'x' }))).toMatchObject({
      code: 86,
      codeName: 'IndexKeySpecsConflict',
    })
    expect(await failure(things.createIndex({ a: 1 }, { name: 'y' }))).toMatchObject({
      code: 85,
      codeName: 'IndexOptionsConflict',
      message: 'Index already exists with a different name: x',
    })
  })

  it.each([
    [{ indexes: [] }, 2, 'Must specify at least one index to create'],
    [{}, 40_414, "BSON field 'createIndexes.indexes' is missing but a required field"],
    [
      { indexes: 42 },
      14,
      "BSON field 'createIndexes.indexes' is the wrong type 'int', expected type 'array'",
    ],
    [
      { indexes: [{ key: { v: 1 } }] },
      9,
      "Error in specification { key: { v: 1 } } :: caused by :: The 'name' field is a required property of an index specification",
    ],
  ])('are refused when asked for by %j', async (words, code, message) => {
    const { collectionName } = await mongo.with({ _id: 1 })
    const said = await failure(mongo.command({ createIndexes: collectionName, ...words }))
    expect(said).toMatchObject({ code, message })
  })

  it('find by equality, range, $in and prefix without looking at the rest', async () => {
    const things = await mongo.with(...numbered(1000).map((one) => ({ ...one, m: one._id % 10 })))
    await things.createIndex({ m: 1, n: 1 })
    const explain = async (filter: Document) => {
      const { executionStats, queryPlanner } = (await things.find(filter).explain()) as Explanation
      const { nReturned, totalDocsExamined } = executionStats
      return { nReturned, totalDocsExamined, indexes: usedIndexes(queryPlanner.winningPlan) }
    }
    const indexes = ['m_1_n_1']
    expect(await explain({ m: 3, n: 503 })).toEqual({ nReturned: 1, totalDocsExamined: 1, indexes })
    expect(await explain({ m: 3 })).toEqual({ nReturned: 100, totalDocsExamined: 100, indexes })
    expect(await explain({ m: { $in: [1, 2] } })).toEqual({ nReturned: 200, totalDocsExamined: 200, indexes })
    expect(await explain({ m: 3, n: { $gte: 900 } })).toEqual({
      nReturned: 10,
      totalDocsExamined: 10,
      indexes,
    })
    const { totalDocsExamined } = await explain({ n: 503 })
    expect(totalDocsExamined).toBe(1000)
    const byId = await explain({ _id: 7 })
    expect(byId).toMatchObject({ nReturned: 1, totalDocsExamined: 1 })
  })

  it('follow every change', async () => {
    const things = await mongo.with(...numbered(10))
    await things.createIndex({ n: 1 })
    await things.updateMany({ n: { $lt: 5 } }, { $inc: { n: 100 } })
    await things.deleteMany({ n: 102 })
    await things.insertOne({ _id: 50, n: 103 })
    expect(
      await things
        .find({ n: { $gte: 100 } })
        .hint('n_1')
        .sort({ n: 1, _id: 1 })
        .toArray(),
    ).toEqual([
      { _id: 0, n: 100 },
      { _id: 1, n: 101 },
      { _id: 3, n: 103 },
      { _id: 50, n: 103 },
      { _id: 4, n: 104 },
    ])
  })
})
