/** Failures on demand, and how the driver lives with them. */
import type { Document, MongoClient } from 'mongodb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failure, numbered, onEachMongod } from './suite.ts'

/** Why a case is skipped. */
const SHARED = 'fail points must not be set on a server that others use'

onEachMongod('a fail point', (mongo) => {
  const admin = () => mongo.client.db('admin')
  const fail = (data: Document, mode: unknown = { times: 1 }) =>
    admin().command({ configureFailPoint: 'failCommand', mode, data })

  describe('where they may be used', () => {
    beforeEach(({ skip }) => {
      if (!mongo.own) skip(SHARED)
    })
    afterEach(async () => {
      if (mongo.own) await admin().command({ configureFailPoint: 'failCommand', mode: 'off' })
    })

    it('makes a command fail as often as it says', async () => {
      const things = await mongo.with(...numbered(2))
      await fail({ failCommands: ['distinct'], errorCode: 11_601 }, { times: 2 })
      const interrupted = {
        code: 11_601,
        codeName: 'Interrupted',
        message: "Failing command via 'failCommand' failpoint",
      }
      const distinct = () => mongo.command({ distinct: things.collectionName, key: 'n' })
      expect(await failure(distinct())).toMatchObject(interrupted)
      expect(await failure(distinct())).toMatchObject(interrupted)
      expect(await distinct()).toMatchObject({ values: [0, 1] })
      expect(await things.findOne()).toMatchObject({ _id: 0 })
    })

    it('stays on until it is turned off, and skips as many as it is told to', async () => {
      const things = await mongo.with(...numbered(2))
      const count = () => mongo.command({ count: things.collectionName })
      await fail({ failCommands: ['count'], errorCode: 2 }, 'alwaysOn')
      for (let n = 0; n < 4; n += 1)
        expect(await failure(count())).toMatchObject({ code: 2, codeName: 'BadValue' })
      await admin().command({ configureFailPoint: 'failCommand', mode: 'off' })
      expect(await count()).toMatchObject({ n: 2 })
      await fail({ failCommands: ['count'], errorCode: 2 }, { skip: 1 })
      expect(await count()).toMatchObject({ n: 2 })
      expect(await failure(count())).toMatchObject({ code: 2 })
    })

    it('sets the labels of the error', async () => {
      const things = await mongo.with(...numbered(2))
      await fail({ failCommands: ['count'], errorCode: 10_107, errorLabels: ['One', 'Other'] }, { times: 2 })
      const said = await failure(mongo.command({ count: things.collectionName }))
      expect(said).toMatchObject({ code: 10_107, codeName: 'NotWritablePrimary' })
      expect(said.labels).toEqual(expect.arrayContaining(['One', 'Other']))
    })

    it('adds a write concern error to a write that was done', async () => {
      const things = mongo.fresh()
      const writeConcernError = {
        code: 100,
        codeName: 'UnsatisfiableWriteConcern',
        errmsg: 'Not enough data-bearing nodes',
      }
      await fail({ failCommands: ['insert'], writeConcernError })
      const said = await failure(things.insertOne({ _id: 1 }))
      expect(said).toMatchObject({
        name: 'MongoWriteConcernError',
        code: 100,
        message: 'Not enough data-bearing nodes',
      })
      expect(await things.countDocuments()).toBe(1)
    })

    it('holds a command up', async () => {
      const things = await mongo.with(...numbered(2))
      await fail({ failCommands: ['find'], blockConnection: true, blockTimeMS: 150 })
      const began = performance.now()
      expect(await things.findOne()).toMatchObject({ _id: 0 })
      expect(performance.now() - began).toBeGreaterThan(140)
    })

    it('concerns only the client of a name', async () => {
      const { collectionName } = await mongo.with(...numbered(2))
      const named = await mongo.connect({ appName: 'unlucky' })
      const count = (client: MongoClient) =>
        client.db(mongo.db.databaseName).command({ count: collectionName })
      await fail({ failCommands: ['count'], errorCode: 2, appName: 'unlucky' }, 'alwaysOn')
      expect(await count(mongo.client)).toMatchObject({ n: 2 })
      expect(await failure(count(named))).toMatchObject({ code: 2 })
    })

    it('closes the connection, and a read is tried again on another', async () => {
      const client = await mongo.connect({ monitorCommands: true, appName: 'reader' })
      const things = await mongo.with(...numbered(2))
      const tried: string[] = []
      client.on('commandFailed', ({ commandName }) => tried.push(`${commandName} failed`))
      client.on('commandSucceeded', ({ commandName }) => tried.push(commandName))
      await fail({ failCommands: ['find'], closeConnection: true, appName: 'reader' })
      const found = await client.db(mongo.db.databaseName).collection(things.collectionName).find().toArray()
      expect(found).toHaveLength(2)
      expect(tried).toEqual(['find failed', 'find'])
    })

    it.each([
      ['find', (client: MongoClient) => client.db('x').collection('y').find().toArray()],
      ['count', (client: MongoClient) => client.db('x').collection('y').estimatedDocumentCount()],
      ['distinct', (client: MongoClient) => client.db('x').collection('y').distinct('a')],
      ['aggregate', (client: MongoClient) => client.db('x').collection('y').countDocuments()],
      ['listDatabases', (client: MongoClient) => client.db('x').admin().listDatabases()],
      ['listCollections', (client: MongoClient) => client.db('x').listCollections().toArray()],
    ])('lets the driver try %s once more after an error that may pass', async (command, read) => {
      const client = await mongo.connect({ appName: command })
      await fail({ failCommands: [command], errorCode: 91, appName: command })
      await expect(read(client)).resolves.toBeDefined()
      const stubborn = await mongo.connect({ appName: command, retryReads: false })
      await fail({ failCommands: [command], errorCode: 91, appName: command })
      expect(await failure(read(stubborn))).toMatchObject({ code: 91, codeName: 'ShutdownInProgress' })
    })

    it('does not make the driver repeat a write, which a server on its own could not tell from a second one', async () => {
      const client = await mongo.connect({ appName: 'writer', retryWrites: false })
      const things = client.db(mongo.db.databaseName).collection<{ _id: number }>('once')
      await fail({ failCommands: ['insert'], closeConnection: true, appName: 'writer' })
      expect(await failure(things.insertOne({ _id: 1 }))).toMatchObject({ name: 'MongoNetworkError' })
      await things.insertOne({ _id: 2 })
      expect(await things.find().toArray()).toEqual([{ _id: 2 }])
    })

    it('fails getMore, and the cursor with it', async () => {
      const things = await mongo.with(...numbered(10))
      const cursor = things.find().batchSize(2)
      await cursor.next()
      await fail({ failCommands: ['getMore'], errorCode: 2 })
      expect(await failure(cursor.toArray())).toMatchObject({ code: 2 })
    })

    it('closes a connection, and the next one works', async () => {
      await fail({ failCommands: ['ping'], closeConnection: true })
      expect(await failure(mongo.command({ ping: 1 }))).toMatchObject({ name: 'MongoNetworkError' })
      expect(await mongo.command({ ping: 1 })).toMatchObject({ ok: 1 })
    })
  })

  it('must exist', async ({ skip }) => {
    if (!mongo.own) skip(SHARED)
    const said = await failure(admin().command({ configureFailPoint: 'nonsense', mode: 'off' }))
    expect(said.codeName).toBe('FailPointSetFailed')
    const outside = await failure(mongo.command({ configureFailPoint: 'failCommand', mode: 'off' }))
    expect(outside).toMatchObject({ code: 13, codeName: 'Unauthorized' })
  })

  it('leaves no trace when time runs out', async ({ skip }) => {
    if (!mongo.own) skip(SHARED)
    const things = await mongo.with(...numbered(2))
    await fail({ failCommands: ['find'], errorCode: 50 })
    expect(await failure(things.find({}, { maxTimeMS: 100 }).toArray())).toMatchObject({
      code: 50,
      codeName: 'MaxTimeMSExpired',
    })
    expect(await things.find().toArray()).toHaveLength(2)
  })
})
