/** The npm driver, which nobody here wrote, against our executable run by mongodb-memory-server. */
import { Decimal128, Double, Int32, Long, MongoClient, type MongoServerError, Timestamp } from 'mongodb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Mongod, startMongod } from '../../server/runtime/node/mongod.ts'
import { SEEDS } from '../../server/seeds.ts'
import { buildMongod, type MongodBinary } from '../support/mongod-binary.ts'

let binary: MongodBinary
let mongod: Mongod
let client: MongoClient
let collections = 0

beforeAll(async () => {
  binary = await buildMongod()
  mongod = await startMongod({ bundle: binary.mongod, seed: SEEDS })
  client = await MongoClient.connect(`mongodb://127.0.0.1:${mongod.port}`)
})
afterAll(async () => {
  await client?.close()
  await mongod?.stop()
  await binary?.remove()
})

interface Numbered {
  _id: number
  n?: number
}

let numbers: ReturnType<typeof fresh>
function fresh() {
  return client.db('test').collection<Numbered>(`numbers${++collections}`)
}
beforeEach(() => {
  numbers = fresh()
})

function world() {
  return client
    .db('worldcup')
    .collection<{ _id: number; teamA: string; teamB: string; kickoff: string }>('matches')
}

/** The error that a promise rejects with. */
async function failure(promise: Promise<unknown>) {
  const error = await promise.then(
    () => undefined,
    (error: MongoServerError) => error,
  )
  return { code: error?.code, codeName: error?.codeName, message: error?.message }
}

describe('the npm driver', () => {
  it('connects, pings and reads the version', async () => {
    const admin = client.db('admin')
    expect(await admin.command({ ping: 1 })).toMatchObject({ ok: 1 })
    expect(await admin.command({ buildInfo: 1 })).toMatchObject({ version: '7.0.14' })
  })

  it('finds the seven matches of Brazil, in order', async () => {
    const filter = { $or: [{ teamA: 'Brazil' }, { teamB: 'Brazil' }] }
    const found = await world().find(filter).sort({ kickoff: 1 }).toArray()
    expect(found).toHaveLength(7)
    expect(found.map((match) => match.kickoff)).toEqual(found.map((match) => match.kickoff).toSorted())
    expect(await world().findOne({ _id: 1 })).toEqual(SEEDS[0]!.docs[0])
  })

  it('inserts, filters, sorts, skips, limits and projects', async () => {
    const docs = Array.from({ length: 20 }, (_, _id) => ({ _id, n: _id % 5 }))
    expect(await numbers.insertMany(docs)).toMatchObject({ insertedCount: 20 })
    const found = await numbers
      .find({ n: { $gte: 2, $ne: 3 } })
      .sort({ n: -1, _id: 1 })
      .skip(1)
      .limit(4)
      .project({ n: 1, _id: 0 })
      .toArray()
    expect(found).toEqual([{ n: 4 }, { n: 4 }, { n: 4 }, { n: 2 }])
  })

  it('reads more than a batch', async () => {
    const docs = Array.from({ length: 1000 }, (_, _id) => ({ _id }))
    await numbers.insertMany(docs)
    expect(await numbers.find().toArray()).toEqual(docs)
    expect(await numbers.find().batchSize(7).toArray()).toEqual(docs)
  })

  it('kills the cursor of a reader that stops early', async () => {
    await numbers.insertMany(Array.from({ length: 300 }, (_, _id) => ({ _id })))
    const cursor = numbers.find()
    await cursor.next()
    const { id } = cursor
    expect(Number(id)).toBeGreaterThan(0)
    await cursor.close()
    const again = client.db('test').command({ getMore: id, collection: numbers.collectionName })
    expect(await failure(again)).toEqual({
      code: 43,
      codeName: 'CursorNotFound',
      message: `cursor id ${id} not found`,
    })
  })

  it('keeps every type and the order of keys', async () => {
    const document = {
      _id: 1,
      b: new Double(2),
      a: Long.fromString('9007199254740993'),
      int: new Int32(5),
      decimal: Decimal128.fromString('0.10'),
      when: new Date(5),
      pattern: /a.b/i,
      stamp: new Timestamp({ t: 1, i: 2 }),
      bytes: Buffer.from('abc'),
      nested: { z: [1, null, { y: true }] },
    }
    const typed = client.db('test').collection<{ _id: number }>(numbers.collectionName)
    await typed.insertOne(document)
    const found = await typed.findOne({ _id: 1 }, { promoteValues: false })
    expect(Object.keys(found!)).toEqual(Object.keys(document))
    expect(found).toMatchObject({
      b: document.b,
      a: document.a,
      int: document.int,
      decimal: document.decimal,
    })
  })

  it('gets the errors of mongod', async () => {
    await numbers.insertOne({ _id: 1 })
    expect(await failure(numbers.insertOne({ _id: 1 }))).toMatchObject({
      code: 11000,
      message: expect.stringContaining('E11000 duplicate key error collection: test.'),
    })
    expect(await failure(client.db('test').command({ dance: 1 }))).toEqual({
      code: 59,
      codeName: 'CommandNotFound',
      message: "no such command: 'dance'",
    })
    const unknown = numbers.find({ n: { $foo: 1 } } as object).toArray()
    expect(await failure(unknown)).toEqual({
      code: 2,
      codeName: 'BadValue',
      message: 'unknown operator: $foo',
    })
  })

  it('serves many connections at once', async () => {
    const clients = await Promise.all(
      Array.from({ length: 8 }, () =>
        MongoClient.connect(`mongodb://127.0.0.1:${mongod.port}/?maxPoolSize=4`),
      ),
    )
    const counts = await Promise.all(
      clients.flatMap((each) =>
        Array.from(
          { length: 8 },
          async () => (await each.db('worldcup').collection('matches').find().toArray()).length,
        ),
      ),
    )
    expect(counts).toEqual(Array(64).fill(64))
    await Promise.all(clients.map((each) => each.close()))
  })
})
