/** Inserting documents. */
import { type MongoBulkWriteError, ObjectId } from 'mongodb'
import { expect, it } from 'vitest'
import { failure, onEachMongod } from './suite.ts'

onEachMongod('inserting', (mongo) => {
  it('stores one document and acknowledges it', async () => {
    const people = mongo.fresh()
    expect(await people.insertOne({ _id: 1, name: 'Ada' })).toEqual({ acknowledged: true, insertedId: 1 })
    expect(await people.findOne()).toEqual({ _id: 1, name: 'Ada' })
  })

  it('takes the ObjectId that the driver makes', async () => {
    const people = mongo.fresh<{ name: string }>()
    const { insertedId } = await people.insertOne({ name: 'Ada' })
    expect(insertedId).toBeInstanceOf(ObjectId)
    expect(await people.findOne({ _id: insertedId })).toEqual({ _id: insertedId, name: 'Ada' })
  })

  it('makes an _id itself, before all other fields, when the driver is told not to', async () => {
    const people = mongo.fresh<{ name: string }>()
    await people.insertOne({ name: 'Ada' }, { forceServerObjectId: true })
    const found = await people.findOne()
    expect(Object.keys(found!)).toEqual(['_id', 'name'])
    expect(found!._id).toBeInstanceOf(ObjectId)
  })

  it('moves an _id that comes later to the front', async () => {
    const people = mongo.fresh()
    await people.insertOne({ name: 'Ada', _id: 1, born: 1815 })
    expect(Object.keys((await people.findOne())!)).toEqual(['_id', 'name', 'born'])
  })

  it('stores many documents in their order', async () => {
    const people = mongo.fresh()
    const documents = [{ _id: 3 }, { _id: 1 }, { _id: 2 }]
    expect(await people.insertMany(documents)).toEqual({
      acknowledged: true,
      insertedCount: 3,
      insertedIds: { 0: 3, 1: 1, 2: 2 },
    })
    expect(await people.find().toArray()).toEqual(documents)
  })

  it('tells of a duplicate _id with the index, the pattern and the value', async () => {
    const people = await mongo.with({ _id: 1 })
    const { code, message, name, reply } = await failure(people.insertOne({ _id: 1, again: true }))
    expect({ code, name }).toEqual({ code: 11000, name: 'MongoServerError' })
    expect(message).toBe(
      `E11000 duplicate key error collection: ${people.namespace} index: _id_ dup key: { _id: 1 }`,
    )
    expect(reply).toMatchObject({ keyPattern: { _id: 1 }, keyValue: { _id: 1 } })
    expect(await people.findOne()).toEqual({ _id: 1 })
  })

  it('stops an ordered insert at the first error', async () => {
    const people = mongo.fresh()
    const { error, code, name } = await failure(people.insertMany([{ _id: 1 }, { _id: 1 }, { _id: 2 }]))
    expect({ code, name }).toEqual({ code: 11000, name: 'MongoBulkWriteError' })
    const { insertedCount, writeErrors } = error as MongoBulkWriteError
    expect(insertedCount).toBe(1)
    expect(writeErrors).toMatchObject([{ index: 1, code: 11000 }])
    expect(await people.countDocuments()).toBe(1)
  })

  it('goes on after errors of an unordered insert', async () => {
    const people = mongo.fresh()
    const documents = [{ _id: 1 }, { _id: 1 }, { _id: 2 }, { _id: 2 }, { _id: 3 }]
    const { error } = await failure(people.insertMany(documents, { ordered: false }))
    const { insertedCount, writeErrors } = error as MongoBulkWriteError
    expect(insertedCount).toBe(3)
    expect([writeErrors].flat().map(({ index, code }) => [index, code])).toEqual([
      [1, 11000],
      [3, 11000],
    ])
  })

  it.each([
    ['array', [1]],
    ['regex', /a/],
  ])('refuses a value of type %s as _id', async (type, _id) => {
    expect(await failure(mongo.fresh().insertOne({ _id: _id as never }))).toMatchObject({
      code: 53,
      message: `The '_id' value cannot be of type ${type}`,
    })
  })

  it('takes an embedded document, null and a text as _id', async () => {
    const found = [{ _id: { a: 1, b: 2 } }, { _id: null }, { _id: 'x' }]
    const things = await mongo.with(...found)
    for (const one of found) expect(await things.findOne({ _id: one._id as never })).toEqual(one)
  })

  it('accepts more documents than one message may hold', async () => {
    const things = mongo.fresh()
    const documents = Array.from({ length: 100_001 }, (_, _id) => ({ _id }))
    expect((await things.insertMany(documents)).insertedCount).toBe(100_001)
    expect(await things.estimatedDocumentCount()).toBe(100_001)
  })

  it('refuses a command that inserts nothing or too much', async () => {
    const empty = await failure(mongo.command({ insert: 'x', documents: [] }))
    expect(empty).toMatchObject({
      code: 16,
      codeName: 'InvalidLength',
      message: 'Write batch sizes must be between 1 and 100000. Got 0 operations.',
    })
    const missing = await failure(mongo.command({ insert: 'x' }))
    expect(missing).toMatchObject({ code: 40414, codeName: 'Location40414' })
    expect(missing.message).toBe("BSON field 'insert.documents' is missing but a required field")
  })

  it('takes a comment, a write concern and bypassDocumentValidation', async () => {
    const things = mongo.fresh()
    const options = { comment: 'why', writeConcern: { w: 1, j: false }, bypassDocumentValidation: true }
    expect(await things.insertOne({ _id: 1 }, options)).toMatchObject({ acknowledged: true })
  })

  it('keeps a document inserted without acknowledgement', async () => {
    const client = await mongo.connect({ maxPoolSize: 1 })
    const things = client.db(mongo.db.databaseName).collection<{ _id: number }>('unacknowledged')
    const silent = { writeConcern: { w: 0 } } as const
    expect(await things.insertOne({ _id: 1 }, silent)).toEqual({ acknowledged: false, insertedId: 1 })
    // No answer comes, neither to the one that fails nor to the next: the replies after them stay in step.
    await things.insertOne({ _id: 1 }, silent)
    await things.insertMany([{ _id: 2 }, { _id: 3 }], silent)
    await things.updateOne({ _id: 2 }, { $set: { a: 1 } }, silent)
    await things.deleteOne({ _id: 3 }, silent)
    await expect.poll(() => things.find().toArray()).toEqual([{ _id: 1 }, { _id: 2, a: 1 }])
  })
})
