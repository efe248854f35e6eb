/** Collections and databases: made, listed, measured, renamed, dropped. */
import type { Document } from 'mongodb'
import { expect, it } from 'vitest'
import { failure, ids, numbered, onEachMongod } from './suite.ts'

onEachMongod('collections', (mongo) => {
  it('are created, listed and dropped', async () => {
    const { collectionName: name } = mongo.fresh()
    await mongo.db.createCollection(name)
    const listed = await mongo.db.listCollections({ name }).toArray()
    expect(listed).toEqual([
      {
        name,
        type: 'collection',
        options: {},
        info: { readOnly: false, uuid: expect.anything() },
        idIndex: { v: 2, key: { _id: 1 }, name: '_id_' },
      },
    ])
    expect(await mongo.db.listCollections({ name }, { nameOnly: true }).toArray()).toEqual([
      { name, type: 'collection' },
    ])
    expect(await mongo.db.dropCollection(name)).toBe(true)
    expect(await mongo.db.listCollections({ name }).toArray()).toEqual([])
  })

  it('come into being with their first document', async () => {
    const things = await mongo.with({ _id: 1 })
    const names = (await mongo.db.collections()).map(({ collectionName }) => collectionName)
    expect(names).toContain(things.collectionName)
  })

  it('that exist can only be created as they are, and those that do not can be dropped', async () => {
    const things = await mongo.with({ _id: 1 })
    const { collectionName, namespace } = things
    const capped = failure(mongo.db.createCollection(collectionName, { capped: true, size: 4096 }))
    expect(await capped).toMatchObject({ code: 48, codeName: 'NamespaceExists' })
    expect((await capped).message).toContain(`${namespace} already exists`)
    expect(await mongo.command({ create: collectionName })).toMatchObject({ ok: 1 })
    expect(await mongo.command({ drop: mongo.fresh().collectionName })).toMatchObject({ ok: 1 })
  })

  it.each([
    ['', /Invalid namespace specified/],
    ['a$b', /Invalid (collection|namespace)/],
    ['.a', /Invalid (collection|namespace)|start with '\.'/],
  ])('cannot be called %j', async (name, message) => {
    expect(await failure(mongo.command({ create: name }))).toMatchObject({
      code: 73,
      codeName: 'InvalidNamespace',
      message: expect.stringMatching(message),
    })
  })

  it('that are capped keep the newest documents', async () => {
    const { collectionName } = mongo.fresh()
    const options = { capped: true, size: 4096, max: 3 }
    const ring = await mongo.db.createCollection<{ _id: number }>(collectionName, options)
    await ring.insertMany(numbered(5))
    expect(ids(await ring.find().toArray())).toEqual([2, 3, 4])
    expect(ids(await ring.find().sort({ $natural: -1 }).toArray())).toEqual([4, 3, 2])
    expect(await ring.isCapped()).toBe(true)
    expect(await ring.options()).toMatchObject(options)
    const stats = await mongo.command({ collStats: collectionName })
    expect(stats).toMatchObject({ capped: true, max: 3, maxSize: 4096, count: 3 })
  })

  it.each([
    [{ capped: true }, 72, "the 'size' field is required when 'capped' is true"],
    [{ capped: true, size: -500 }, 51_024, "BSON field 'size' value must be >= 1, actual value '-500'"],
    [{ nonsense: 1 }, 40_415, "BSON field 'create.nonsense' is an unknown field."],
    [
      { capped: true, size: 'foo' },
      14,
      "BSON field 'create.size' is the wrong type 'string', expected types '[long, int, decimal, double']",
    ],
  ])('are refused when created with %j', async (words, code, message) => {
    const said = await failure(mongo.command({ create: mongo.fresh().collectionName, ...words }))
    expect(said).toMatchObject({ code, message })
  })

  it('refuse documents that their validator does not match', async () => {
    const { collectionName } = mongo.fresh()
    const validator = { name: { $type: 'string' } }
    const people = await mongo.db.createCollection<Document & { _id: number }>(collectionName, { validator })
    await people.insertOne({ _id: 1, name: 'Ada' })
    const said = await failure(people.insertOne({ _id: 2, name: 5 }))
    expect(said).toMatchObject({ code: 121, message: 'Document failed validation' })
    expect(said.reply).toMatchObject({ errInfo: { failingDocumentId: 2 } })
    expect(await failure(people.updateOne({ _id: 1 }, { $unset: { name: 1 } }))).toMatchObject({ code: 121 })
    await people.insertOne({ _id: 3 }, { bypassDocumentValidation: true })
    expect(await people.countDocuments()).toBe(2)
  })

  it('refuse documents that do not follow their schema', async () => {
    const { collectionName } = mongo.fresh()
    const validator = { $jsonSchema: { required: ['name'], properties: { name: { bsonType: 'string' } } } }
    const people = await mongo.db.createCollection<Document & { _id: number }>(collectionName, { validator })
    await people.insertOne({ _id: 1, name: 'Ada' })
    expect(await failure(people.insertOne({ _id: 2, name: 5 }))).toMatchObject({ code: 121 })
    expect(await failure(people.insertOne({ _id: 3 }))).toMatchObject({ code: 121 })
  })

  it('may leave documents alone that were not valid before', async () => {
    const { collectionName } = mongo.fresh()
    const numbers = await mongo.db.createCollection<Document & { _id: number }>(collectionName)
    await numbers.insertOne({ _id: 1, n: -1 })
    await mongo.command({
      collMod: collectionName,
      validator: { n: { $gt: 0 } },
      validationLevel: 'moderate',
    })
    expect(await failure(numbers.insertOne({ _id: 2, n: 0 }))).toMatchObject({ code: 121 })
    expect(await numbers.updateOne({ _id: 1 }, { $set: { n: -5 } })).toMatchObject({ modifiedCount: 1 })
  })

  it('are renamed, and take the place of another when told to', async () => {
    const one = await mongo.with({ _id: 1 })
    await one.createIndex({ a: 1 })
    const two = await mongo.with({ _id: 2 })
    const taken = await failure(one.rename(two.collectionName))
    expect(taken).toMatchObject({ code: 48, codeName: 'NamespaceExists', message: 'target namespace exists' })
    const renamed = await one.rename(two.collectionName, { dropTarget: true })
    expect(await renamed.find().toArray()).toEqual([{ _id: 1 }])
    expect(await renamed.indexes()).toHaveLength(2)
    expect(await failure(one.rename('elsewhere'))).toMatchObject({ code: 26, codeName: 'NamespaceNotFound' })
  })

  it('tell how large they are', async () => {
    const things = await mongo.with(...numbered(10))
    expect(await mongo.command({ collStats: things.collectionName })).toMatchObject({
      ns: things.namespace,
      count: 10,
      size: 10 * 21,
      avgObjSize: 21,
      nindexes: 1,
      capped: false,
      ok: 1,
    })
    const nowhere = await mongo.command({ collStats: 'nowhere' })
    expect(nowhere).toMatchObject({ count: 0, size: 0, ok: 1 })
  })

  it('are validated', async () => {
    const things = await mongo.with(...numbered(10))
    expect(await mongo.command({ validate: things.collectionName })).toMatchObject({
      ns: things.namespace,
      nrecords: 10,
      nIndexes: 1,
      keysPerIndex: { _id_: 10 },
      valid: true,
      warnings: [],
      errors: [],
      ok: 1,
    })
  })
})

onEachMongod('databases', (mongo) => {
  it('are listed, measured and dropped', async () => {
    const other = mongo.client.db(`${mongo.db.databaseName}_other`)
    await other.collection('a').insertMany([{ x: 1 }, { x: 2 }])
    await other.collection('b').createIndex({ x: 1 })
    const { databases } = await mongo.client.db().admin().listDatabases()
    expect(databases).toContainEqual(expect.objectContaining({ name: other.databaseName, empty: false }))
    const { databaseName } = other
    const filtered = await mongo.client
      .db()
      .admin()
      .listDatabases({ nameOnly: true, filter: { name: databaseName } })
    expect(filtered.databases).toEqual([{ name: databaseName }])
    expect(await other.stats()).toMatchObject({
      db: databaseName,
      collections: 2,
      objects: 2,
      indexes: 3,
      ok: 1,
    })
    expect(await other.dropDatabase()).toBe(true)
    expect(await other.listCollections().toArray()).toEqual([])
    const left = await mongo.client.db().admin().listDatabases()
    expect(left.databases.map(({ name }) => name)).not.toContain(databaseName)
    expect(await other.dropDatabase()).toBe(true)
  })

  it('list their collections by a filter', async () => {
    const { databaseName } = mongo.db
    for (const name of ['apple', 'avocado', 'bread']) await mongo.db.createCollection(name)
    const found = await mongo.db.listCollections({ name: /^a/ }, { nameOnly: true, batchSize: 1 }).toArray()
    expect(found.map(({ name }) => name).toSorted()).toEqual(['apple', 'avocado'])
    const wrong = failure(mongo.client.db(databaseName).command({ listCollections: 1, nameOnly: 'x' }))
    expect(await wrong).toMatchObject({ code: 14, codeName: 'TypeMismatch' })
  })

  it('have collections moved from one to another', async () => {
    const { databaseName } = mongo.db
    const things = await mongo.with({ _id: 1 })
    const target = mongo.client.db(`${databaseName}_target`)
    const to = `${target.databaseName}.moved`
    await mongo.client.db('admin').command({ renameCollection: things.namespace, to })
    expect(await target.collection('moved').findOne()).toEqual({ _id: 1 })
    await target.dropDatabase()
  })

  it('take commands for all only where they are for all', async () => {
    expect(await failure(mongo.command({ listDatabases: 1 }))).toMatchObject({
      code: 13,
      codeName: 'Unauthorized',
      message: 'listDatabases may only be run against the admin database.',
    })
  })
})
