/** Cursors: batches, ways to read them, ends. */
import { Long } from 'mongodb'
import { expect, it } from 'vitest'
import { type CursorReply, failure, ids, numbered, onEachMongod } from './suite.ts'

onEachMongod('cursors', (mongo) => {
  it('gives 101 documents at first when nothing else is asked for', async () => {
    const things = await mongo.with(...numbered(250))
    const { cursor } = await mongo.command<CursorReply>({ find: things.collectionName })
    expect(cursor.firstBatch).toHaveLength(101)
    expect(cursor.ns).toBe(things.namespace)
    const more = { getMore: Long.fromBigInt(BigInt(cursor.id)), collection: things.collectionName }
    const next = await mongo.command<CursorReply>(more)
    expect(next.cursor.nextBatch).toHaveLength(149)
    expect(Number(next.cursor.id)).toBe(0)
    expect(next.cursor.ns).toBe(things.namespace)
  })

  it('can be read by forEach, for await, next and toArray', async () => {
    const things = await mongo.with(...numbered(10))
    const seen: unknown[] = []
    await things
      .find()
      .batchSize(3)
      .forEach((thing) => void seen.push(thing._id))
    for await (const thing of things.find().batchSize(4)) seen.push(thing._id)
    const cursor = things.find().batchSize(2)
    while (await cursor.hasNext()) seen.push((await cursor.next())!._id)
    expect(seen).toEqual([...Array(3)].flatMap(() => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]))
    expect(await cursor.next()).toBeNull()
  })

  it('sends batches of the size asked for', async () => {
    const client = await mongo.connect({ monitorCommands: true })
    const batches: number[] = []
    client.on('commandSucceeded', ({ reply }) => {
      const { cursor } = reply as { cursor?: { firstBatch?: unknown[]; nextBatch?: unknown[] } }
      if (cursor) batches.push((cursor.firstBatch ?? cursor.nextBatch)!.length)
    })
    const { collectionName } = await mongo.with(...numbered(10))
    const things = client.db(mongo.db.databaseName).collection(collectionName)
    await things.find().batchSize(4).toArray()
    expect(batches.splice(0)).toEqual([4, 4, 2])
    await things.find().batchSize(5).toArray()
    expect(batches.splice(0)).toEqual([5, 5, 0])
    await things.find().batchSize(3).limit(5).toArray()
    expect(batches.splice(0)).toEqual([3, 2])
    await things.find().batchSize(10).limit(10).toArray()
    expect(batches.splice(0)).toEqual([10])
    await things.aggregate([{ $match: {} }], { batchSize: 6 }).toArray()
    expect(batches.splice(0)).toEqual([6, 4])
  })

  it('opens without a document when the first batch is to be empty', async () => {
    const things = await mongo.with(...numbered(3))
    const { cursor } = await mongo.command<CursorReply>({ find: things.collectionName, batchSize: 0 })
    expect(cursor.firstBatch).toEqual([])
    expect(Number(cursor.id)).not.toBe(0)
    const more = {
      getMore: Long.fromBigInt(BigInt(cursor.id)),
      collection: things.collectionName,
      batchSize: 2,
    }
    expect(ids((await mongo.command<CursorReply>(more)).cursor.nextBatch)).toEqual([0, 1])
    const killed = { killCursors: things.collectionName, cursors: [more.getMore] }
    expect(await mongo.command(killed)).toMatchObject({ cursorsKilled: [cursor.id], ok: 1 })
  })

  it('starts again after rewind, and sees what came in between', async () => {
    const things = await mongo.with(...numbered(3))
    const cursor = things.find().batchSize(2)
    expect(await cursor.toArray()).toHaveLength(3)
    await things.insertOne({ _id: 3 })
    cursor.rewind()
    expect(await cursor.toArray()).toHaveLength(4)
  })

  it('can be cloned, mapped, and asked for what it buffers', async () => {
    const things = await mongo.with(...numbered(5))
    const cursor = things.find().batchSize(3)
    const texts = cursor.clone().map(({ n }) => `n${n}`)
    expect(await texts.toArray()).toEqual(['n0', 'n1', 'n2', 'n3', 'n4'])
    await cursor.next()
    expect(cursor.bufferedCount()).toBe(2)
    expect(cursor.readBufferedDocuments()).toHaveLength(2)
    await cursor.close()
    expect(cursor.closed).toBe(true)
  })

  it('is killed on the server by close, and by leaving a loop', async () => {
    const things = await mongo.with(...numbered(10))
    const getMore = (id: Long | undefined) =>
      failure(mongo.command({ getMore: id, collection: things.collectionName }))
    const cursor = things.find().batchSize(2)
    await cursor.next()
    const { id } = cursor
    await cursor.close()
    const gone = { code: 43, codeName: 'CursorNotFound', message: `cursor id ${id} not found` }
    expect(await getMore(id)).toMatchObject(gone)
    const left = things.find().batchSize(2)
    let leftId: Long | undefined
    for await (const _ of left) {
      leftId = left.id
      break
    }
    expect(await getMore(leftId)).toMatchObject({ code: 43 })
  })

  it('answers which cursors it killed and which it did not know', async () => {
    const unknown = Long.fromNumber(12_345)
    expect(await mongo.command({ killCursors: 'x', cursors: [unknown] })).toMatchObject({
      cursorsKilled: [],
      cursorsNotFound: [12_345],
      cursorsAlive: [],
      cursorsUnknown: [],
      ok: 1,
    })
  })

  it('goes with its session', async () => {
    const things = await mongo.with(...numbered(10))
    const client = await mongo.connect()
    const session = client.startSession()
    const cursor = client
      .db(mongo.db.databaseName)
      .collection(things.collectionName)
      .find({}, { session, batchSize: 2 })
    await cursor.next()
    const more = { getMore: cursor.id, collection: things.collectionName }
    const stranger = await failure(mongo.command(more))
    expect(stranger).toMatchObject({ code: 50_738, codeName: 'Location50738' })
    await cursor.close()
    await session.endSession()
  })

  it('refuses getMore on another collection and with wrong arguments', async () => {
    const things = await mongo.with(...numbered(10))
    const session = mongo.client.startSession()
    const { cursor } = await mongo.command<CursorReply>(
      { find: things.collectionName, batchSize: 1 },
      { session },
    )
    const getMore = Long.fromBigInt(BigInt(cursor.id))
    const refusal = (words: object) => failure(mongo.command({ getMore, ...words }, { session }))
    const { databaseName } = mongo.db
    expect(await refusal({ collection: 'other' })).toMatchObject({
      code: 13,
      codeName: 'Unauthorized',
      message: `Requested getMore on namespace '${databaseName}.other', but cursor belongs to a different namespace ${things.namespace}`,
    })
    expect(await refusal({ collection: things.collectionName, batchSize: -1 })).toMatchObject({
      code: 51_024,
      message: "BSON field 'batchSize' value must be >= 0, actual value '-1'",
    })
    expect(await refusal({})).toMatchObject({
      code: 40_414,
      message: "BSON field 'getMore.collection' is missing but a required field",
    })
    expect(await refusal({ getMore: 'x', collection: 'x' })).toMatchObject({
      code: 14,
      codeName: 'TypeMismatch',
      message: "BSON field 'getMore.getMore' is the wrong type 'string', expected type 'long'",
    })
    await mongo.command({ killCursors: things.collectionName, cursors: [getMore] }, { session })
    await session.endSession()
  })

  it('runs a command that answers with a cursor', async () => {
    const things = await mongo.with(...numbered(7))
    const cursor = mongo.db.runCursorCommand({ find: things.collectionName, batchSize: 3, sort: { _id: -1 } })
    cursor.setBatchSize(2)
    expect(ids(await cursor.toArray())).toEqual([6, 5, 4, 3, 2, 1, 0])
    const indexes = mongo.db.runCursorCommand({ listIndexes: things.collectionName })
    expect(await indexes.toArray()).toEqual([{ v: 2, key: { _id: 1 }, name: '_id_' }])
  })

  it('is a stream, too', async () => {
    const things = await mongo.with(...numbered(30))
    const seen: unknown[] = []
    for await (const { _id } of things.find().batchSize(7).stream()) seen.push(_id)
    expect(seen).toHaveLength(30)
  })

  it('survives the removal of what it has not read yet, and ends when its collection goes', async () => {
    const things = await mongo.with(...numbered(10))
    const cursor = things.find().batchSize(2)
    await cursor.next()
    await things.deleteMany({ _id: { $gte: 5 } })
    expect(await cursor.toArray()).toHaveLength(4)
    await things.insertMany(numbered(10).slice(5))
    const doomed = things.find().batchSize(2)
    await doomed.next()
    await doomed.next()
    await things.drop()
    expect(await failure(doomed.next())).toMatchObject({ code: 175, codeName: 'QueryPlanKilled' })
  })
})
