/** Sessions, and what a server on its own must refuse: transactions and change streams. */
import { ClientSession, type Document } from 'mongodb'
import { expect, it } from 'vitest'
import { failure, numbered, onEachMongod } from './suite.ts'

onEachMongod('sessions', (mongo) => {
  it('are used by themselves, and given back', async () => {
    const client = await mongo.connect({ monitorCommands: true, maxPoolSize: 1 })
    const ids: string[] = []
    client.on('commandStarted', ({ command }) => {
      const { lsid } = command as { lsid?: { id: { toString(): string } } }
      if (lsid) ids.push(lsid.id.toString())
    })
    const things = client.db(mongo.db.databaseName).collection<{ _id: number }>('implicit')
    await things.insertOne({ _id: 1 })
    await things.findOne()
    await things.countDocuments()
    expect(ids).toHaveLength(3)
    expect(new Set(ids).size).toBe(1)
  })

  it('can be started, used for several operations, and ended', async () => {
    const things = mongo.fresh()
    const session = mongo.client.startSession()
    expect(session).toBeInstanceOf(ClientSession)
    await things.insertMany([{ _id: 1 }, { _id: 2 }], { session })
    expect(await things.find({}, { session, batchSize: 1 }).toArray()).toHaveLength(2)
    expect(await things.updateOne({ _id: 1 }, { $set: { a: 1 } }, { session })).toMatchObject({
      modifiedCount: 1,
    })
    await session.endSession()
    expect(session.hasEnded).toBe(true)
    expect(await mongo.client.withSession((own) => things.countDocuments({}, { session: own }))).toBe(2)
  })

  it('have commands of their own', async () => {
    const { id } = (await mongo.command({ startSession: 1 })) as { id: Document }
    const sessions = [id]
    expect(await mongo.command({ refreshSessions: sessions })).toMatchObject({ ok: 1 })
    expect(await mongo.command({ endSessions: sessions })).toMatchObject({ ok: 1 })
    expect(await mongo.command({ killSessions: sessions })).toMatchObject({ ok: 1 })
  })

  it('accept causal consistency and read concerns, as far as they mean something here', async () => {
    const things = await mongo.with(...numbered(2))
    const session = mongo.client.startSession({ causalConsistency: true })
    const options = { session, readConcern: { level: 'local' } } as const
    expect(await things.find({}, options).toArray()).toHaveLength(2)
    expect(await things.find({}, { readConcern: { level: 'available' } }).toArray()).toHaveLength(2)
    expect(await things.find({}, { readConcern: { level: 'majority' } }).toArray()).toHaveLength(2)
    await session.endSession()
  })
})

onEachMongod('a server on its own', (mongo) => {
  const alone = async () => {
    const hello = (await mongo.command({ hello: 1 })) as { setName?: string; msg?: string }
    return hello.setName === undefined && hello.msg === undefined
  }

  it('refuses transactions', async ({ skip }) => {
    if (!(await alone())) skip('only a server that stands alone refuses transactions')
    const things = await mongo.with({ _id: 1 })
    const session = mongo.client.startSession()
    session.startTransaction()
    const said = await failure(things.insertOne({ _id: 2 }, { session }))
    await session.abortTransaction()
    await session.endSession()
    // The driver has words of its own for the server's code 20 when it was asked to retry writes.
    expect(said.message).toMatch(
      /^Transaction numbers are only allowed on a replica set member or mongos$|does not support retryable writes/,
    )
    expect(await things.countDocuments()).toBe(1)
  })

  it('refuses a transaction number with its own error', async ({ skip }) => {
    if (!(await alone())) skip('only a server that stands alone refuses transaction numbers')
    const { collectionName } = await mongo.with({ _id: 1 })
    const { id } = (await mongo.command({ startSession: 1 })) as { id: Document }
    const { Long } = await import('mongodb')
    const said = await failure(
      mongo.command({
        find: collectionName,
        lsid: id,
        txnNumber: Long.fromNumber(1),
        startTransaction: true,
        autocommit: false,
      }),
    )
    expect(said).toMatchObject({
      code: 20,
      codeName: 'IllegalOperation',
      message: 'Transaction numbers are only allowed on a replica set member or mongos',
    })
  })

  it('refuses change streams', async ({ skip }) => {
    if (!(await alone())) skip('only a server that stands alone refuses change streams')
    const stream = mongo.fresh().watch()
    const said = await failure(stream.next())
    await stream.close()
    expect(said).toMatchObject({
      code: 40_573,
      codeName: 'Location40573',
      message: 'The $changeStream stage is only supported on replica sets',
    })
  })

  it('has no replica set', async ({ skip }) => {
    if (!(await alone())) skip('a member of a replica set has its status')
    expect(await failure(mongo.client.db('admin').command({ replSetGetStatus: 1 }))).toMatchObject({
      code: 76,
      codeName: 'NoReplicationEnabled',
      message: 'not running with --replSet',
    })
  })

  it('refuses to wait for more members than there are', async ({ skip }) => {
    if (!(await alone())) skip('a replica set may have as many members')
    const things = mongo.fresh()
    const said = await failure(things.insertOne({ _id: 1 }, { writeConcern: { w: 2 } }))
    expect(said).toMatchObject({ code: 2, message: "cannot use 'w' > 1 when a host is not replicated" })
  })
})
