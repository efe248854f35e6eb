/** The connection: handshake, heartbeats, pools, options of the connection string, and what the server says of itself. */
import { type Document, MongoClient } from 'mongodb'
import { expect, it } from 'vitest'
import { failure, onEachMongod } from './suite.ts'

onEachMongod('the server', (mongo) => {
  it('introduces itself as one that stands alone, takes sessions, and has the limits of MongoDB', async () => {
    const hello = await mongo.command<{ maxWireVersion: number; localTime: Date; setName?: string }>({
      hello: 1,
    })
    expect(hello).toMatchObject({
      isWritablePrimary: true,
      maxBsonObjectSize: 16 * 2 ** 20,
      maxMessageSizeBytes: 48_000_000,
      maxWriteBatchSize: 100_000,
      logicalSessionTimeoutMinutes: 30,
      minWireVersion: 0,
      readOnly: false,
      ok: 1,
    })
    expect(hello.maxWireVersion).toBeGreaterThanOrEqual(21)
    expect(Math.abs(hello.localTime.getTime() - Date.now())).toBeLessThan(60_000)
    expect(await mongo.command({ isMaster: 1 })).toMatchObject({ ismaster: true, ok: 1 })
  })

  it('is found to be a standalone by the driver, and watched', async ({ skip }) => {
    if ((await mongo.command<{ setName?: string }>({ hello: 1 })).setName) skip('this is a replica set')
    const client = new MongoClient(mongo.uri, { heartbeatFrequencyMS: 500, serverMonitoringMode: 'poll' })
    const types: string[] = []
    let heartbeats = 0
    client.on('serverDescriptionChanged', ({ newDescription }) => types.push(newDescription.type))
    const beat = new Promise<void>((resolve) => {
      client.on('serverHeartbeatSucceeded', () => {
        heartbeats += 1
        if (heartbeats === 3) resolve()
      })
    })
    await client.connect()
    await beat
    await client.close()
    expect(types[0]).toBe('Standalone')
  })

  it('tells its version and its state', async () => {
    const admin = mongo.client.db('admin')
    const build = await admin.command({ buildInfo: 1 })
    expect(build).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      versionArray: expect.arrayContaining([expect.any(Number)]),
      maxBsonObjectSize: 16 * 2 ** 20,
      ok: 1,
    })
    const status = await admin.command({ serverStatus: 1 })
    expect(status).toMatchObject({
      version: (build as { version: string }).version,
      process: expect.stringContaining('mongod'),
      uptime: expect.any(Number),
      localTime: expect.any(Date),
      connections: { current: expect.any(Number), available: expect.any(Number) },
      opcounters: { insert: expect.any(Number), query: expect.any(Number), command: expect.any(Number) },
      ok: 1,
    })
    expect(await admin.command({ ping: 1 })).toEqual({ ok: 1 })
    expect(await admin.command({ whatsmyuri: 1 })).toMatchObject({ you: expect.stringMatching(/:\d+$/) })
    expect(await admin.command({ connectionStatus: 1 })).toMatchObject({
      authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] },
    })
    expect(await admin.command({ hostInfo: 1 })).toMatchObject({ ok: 1 })
    expect(await admin.command({ getCmdLineOpts: 1 })).toMatchObject({ argv: expect.any(Array), ok: 1 })
    expect(await admin.command({ listCommands: 1 })).toMatchObject({ commands: { find: {}, insert: {} } })
    const parameter = { getParameter: 1, featureCompatibilityVersion: 1 }
    expect(await admin.command(parameter)).toMatchObject({ ok: 1 })
    expect(await failure(admin.command({ getParameter: 1, nonsense: 1 }))).toMatchObject({
      code: 72,
      codeName: 'InvalidOptions',
      message: 'no option found to get',
    })
  })

  it('lists operations under way, and ends one', async () => {
    const { collectionName } = await mongo.with({ _id: 1 })
    const name = `${collectionName}_capped`
    const events = await mongo.db.createCollection(name, { capped: true, size: 4096 })
    await events.insertOne({ a: 1 })
    const client = await mongo.connect({ appName: 'waiting' })
    const waiting = client
      .db(mongo.db.databaseName)
      .collection(name)
      .find({}, { tailable: true, awaitData: true, maxAwaitTimeMS: 20_000 })
    await waiting.next()
    const next = failure(waiting.next())
    const admin = mongo.client.db('admin')
    const under = async () => {
      const { inprog } = (await admin.command({ currentOp: 1, appName: 'waiting' })) as { inprog: Document[] }
      return inprog.filter(({ op }: { op?: string }) => op === 'getmore')
    }
    await expect.poll(under).toHaveLength(1)
    const [operation] = (await under()) as { opid: number; ns: string }[]
    expect(operation!.ns).toBe(events.namespace)
    expect(await admin.command({ killOp: 1, op: operation!.opid })).toMatchObject({
      info: 'attempting to kill op',
      ok: 1,
    })
    expect(await next).toMatchObject({
      code: 11_601,
      codeName: 'Interrupted',
      message: 'operation was interrupted',
    })
  })
})

onEachMongod('the driver', (mongo) => {
  it('tells of each command, its answer, and its failure', async () => {
    const client = await mongo.connect({ monitorCommands: true })
    const told: string[] = []
    client.on('commandStarted', ({ commandName, databaseName }) =>
      told.push(`${databaseName}: ${commandName}?`),
    )
    client.on('commandSucceeded', ({ commandName, reply }) =>
      told.push(`${commandName} ${(reply as { ok: number }).ok}`),
    )
    client.on('commandFailed', ({ commandName }) => told.push(`${commandName} failed`))
    await client.db('x').command({ ping: 1 })
    await failure(client.db('x').command({ dance: 1 }))
    expect(told).toEqual(['x: ping?', 'ping 1', 'x: dance?', 'dance failed'])
  })

  it('opens as many connections as it may, and no more', async () => {
    const client = await mongo.connect({ maxPoolSize: 3 })
    let created = 0
    client.on('connectionCreated', () => (created += 1))
    const things = client.db(mongo.db.databaseName).collection('pool')
    const counts = await Promise.all(Array.from({ length: 30 }, () => things.countDocuments()))
    expect(counts).toEqual(Array(30).fill(0))
    expect(created).toBeLessThanOrEqual(3)
    expect(created).toBeGreaterThan(0)
  })

  it('keeps connections ready, and opens new ones in place of the idle', async () => {
    const client = await mongo.connect({ minPoolSize: 2, maxIdleTimeMS: 50 })
    let closed = 0
    client.on('connectionClosed', () => (closed += 1))
    await client.db('x').command({ ping: 1 })
    await expect.poll(() => closed, { timeout: 5000 }).toBeGreaterThan(0)
    expect(await client.db('x').command({ ping: 1 })).toEqual({ ok: 1 })
  })

  it.each([
    'retryWrites=true&w=1',
    'retryWrites=false&retryReads=false',
    'appName=contract&maxPoolSize=2&minPoolSize=1',
    'directConnection=true&readPreference=secondaryPreferred',
    'compressors=zlib&zlibCompressionLevel=9',
    'readConcernLevel=local&journal=true',
    'loadBalanced=false&tls=false&serverSelectionTimeoutMS=5000',
    'serverMonitoringMode=poll&socketTimeoutMS=5000',
  ])('works with the options ?%s', async (query) => {
    const client = await mongo.connect({}, `?${query}`)
    const things = client.db(mongo.db.databaseName).collection<{ _id: string }>('options')
    await things.updateOne({ _id: query }, { $set: { a: 1 } }, { upsert: true })
    expect(await things.findOne({ _id: query })).toEqual({ _id: query, a: 1 })
    expect(await things.deleteOne({ _id: query })).toMatchObject({ deletedCount: 1 })
  })

  it('may read from secondaries where there are none', async () => {
    const { collectionName } = await mongo.with({ _id: 1 })
    for (const readPreference of [
      'primary',
      'primaryPreferred',
      'secondary',
      'secondaryPreferred',
      'nearest',
    ] as const) {
      const things = mongo.db.collection(collectionName, { readPreference })
      expect(await things.find().toArray()).toHaveLength(1)
    }
  })

  it('takes the stable API', async () => {
    const client = await mongo.connect({ serverApi: { version: '1', strict: true, deprecationErrors: true } })
    const things = client.db(mongo.db.databaseName).collection<{ _id: number }>('api')
    await things.insertOne({ _id: 1 })
    expect(await things.findOne()).toEqual({ _id: 1 })
    expect(await things.estimatedDocumentCount()).toBe(1)
  })

  it('gives up an operation when it is told to', async () => {
    const { collectionName } = await mongo.with({ _id: 1 })
    const controller = new AbortController()
    const cursor = mongo.db.collection(collectionName).find({}, { signal: controller.signal })
    controller.abort(new Error('enough'))
    expect((await failure(cursor.toArray())).message).toBe('enough')
    expect(await mongo.db.collection(collectionName).countDocuments()).toBe(1)
  })

  it('serves many clients at once', async () => {
    const clients = await Promise.all(Array.from({ length: 8 }, () => mongo.connect({ maxPoolSize: 4 })))
    const { databaseName } = mongo.db
    const work = clients.flatMap((client) =>
      Array.from({ length: 8 }, async () => {
        const things = client.db(databaseName).collection<{ _id: string; n: number }>('counters')
        await things.updateOne({ _id: 'all' }, { $inc: { n: 1 } }, { upsert: true })
        return things.find().toArray()
      }),
    )
    await Promise.all(work)
    expect(await mongo.db.collection<{ _id: string }>('counters').findOne({ _id: 'all' })).toEqual({
      _id: 'all',
      n: 64,
    })
  })
})
