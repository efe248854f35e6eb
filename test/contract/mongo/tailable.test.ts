/** Cursors that wait for what comes, on capped collections. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Collection } from 'mongodb'
import { expect, it } from 'vitest'
import { failure, ids, numbered, onEachMongod } from './suite.ts'

interface Numbered {
  _id: number
}

onEachMongod('a tailable cursor', (mongo) => {
  async function ring(count: number): Promise<Collection<Numbered>> {
    const options = { capped: true, size: 1_000_000 }
    const collection = await mongo.db.createCollection<Numbered>(mongo.fresh().collectionName, options)
    if (count > 0) await collection.insertMany(numbered(count))
    return collection
  }

  it('gives what is there, and then what is inserted, with next to no delay', async () => {
    const events = await ring(3)
    const cursor = events.find({}, { tailable: true, awaitData: true, maxAwaitTimeMS: 5000 })
    for (let n = 0; n < 3; n += 1) expect(await cursor.next()).toMatchObject({ _id: n })
    const next = cursor.next()
    await sleep(50)
    const began = performance.now()
    await events.insertOne({ _id: 3 })
    expect(await next).toEqual({ _id: 3 })
    expect(performance.now() - began).toBeLessThan(500)
    await cursor.close()
  })

  it('waits no longer than it may, and stays alive', async () => {
    const events = await ring(1)
    const cursor = events.find({}, { tailable: true, awaitData: true, maxAwaitTimeMS: 100 })
    expect(await cursor.next()).toMatchObject({ _id: 0 })
    const began = performance.now()
    expect(await cursor.tryNext()).toBeNull()
    expect(performance.now() - began).toBeGreaterThan(80)
    await events.insertOne({ _id: 1 })
    expect(await cursor.tryNext()).toEqual({ _id: 1 })
    await cursor.close()
  })

  it('answers at once when it is not to await data', async () => {
    const events = await ring(1)
    const cursor = events.find({}, { tailable: true })
    expect(await cursor.next()).toMatchObject({ _id: 0 })
    expect(await cursor.tryNext()).toBeNull()
    await events.insertMany([{ _id: 1 }, { _id: 2 }])
    expect(await cursor.tryNext()).toEqual({ _id: 1 })
    expect(await cursor.tryNext()).toEqual({ _id: 2 })
    await cursor.close()
  })

  it('gives only what its filter lets pass', async () => {
    const events = await ring(2)
    const filter = { _id: { $gte: 5 } }
    const cursor = events.find(filter, { tailable: true, awaitData: true, maxAwaitTimeMS: 2000 })
    const next = cursor.next()
    await sleep(20)
    await events.insertMany([{ _id: 2 }, { _id: 7 }])
    expect(await next).toEqual({ _id: 7 })
    await cursor.close()
  })

  it('is dead at once on an empty collection', async () => {
    const { collectionName } = await ring(0)
    const { cursor } = (await mongo.command({ find: collectionName, tailable: true, awaitData: true })) as {
      cursor: { id: number; firstBatch: unknown[] }
    }
    expect(Number(cursor.id)).toBe(0)
    expect(cursor.firstBatch).toEqual([])
  })

  it('serves several readers while others work', async () => {
    const events = await ring(1)
    const readers = [1, 2, 3].map(() =>
      events.find({ _id: { $gt: 0 } }, { tailable: true, awaitData: true, maxAwaitTimeMS: 3000 }),
    )
    const nexts = readers.map((cursor) => cursor.next())
    await sleep(30)
    expect(await events.countDocuments()).toBe(1)
    await events.insertOne({ _id: 1 })
    expect(ids((await Promise.all(nexts)) as Numbered[])).toEqual([1, 1, 1])
    await Promise.all(readers.map((cursor) => cursor.close()))
  })

  it('ends when what it has not read is overwritten', async () => {
    const options = { capped: true, size: 4096, max: 3 }
    const events = await mongo.db.createCollection<Numbered>(mongo.fresh().collectionName, options)
    await events.insertMany(numbered(3))
    const cursor = events.find({}, { tailable: true, batchSize: 1 })
    expect(await cursor.next()).toMatchObject({ _id: 0 })
    await events.insertMany(numbered(10).slice(5))
    expect(await failure(cursor.next())).toMatchObject({ code: 136, codeName: 'CappedPositionLost' })
  })

  it('needs a capped collection, and no sort', async () => {
    const things = await mongo.with({ _id: 1 })
    const plain = await failure(mongo.command({ find: things.collectionName, tailable: true }))
    expect(plain).toMatchObject({ code: 2, codeName: 'BadValue' })
    expect(plain.message).toContain('tailable cursor requested on non capped collection')
    const capped = await ring(1)
    const sorted = await failure(
      mongo.command({ find: capped.collectionName, tailable: true, sort: { _id: 1 } }),
    )
    expect(sorted).toMatchObject({ code: 2, codeName: 'BadValue' })
    const awaiting = await failure(mongo.command({ find: capped.collectionName, awaitData: true }))
    expect(awaiting).toMatchObject({ code: 9, codeName: 'FailedToParse' })
  })

  it('is not waited for when its client goes', async () => {
    const events = await ring(1)
    const client = await mongo.connect()
    const cursor = client
      .db(mongo.db.databaseName)
      .collection(events.collectionName)
      .find({}, { tailable: true, awaitData: true, maxAwaitTimeMS: 60_000 })
    await cursor.next()
    const waiting = failure(cursor.next())
    await sleep(20)
    await client.close(true)
    await waiting
    await events.insertOne({ _id: 9 })
    expect(await events.countDocuments()).toBe(2)
  })
})
