import { beforeEach, describe, expect, it } from 'vitest'
import type { MongoServer } from '../../../server/mongo/server.ts'
import { ask, type Reply, testServer } from '../../support/wire.ts'

let server: MongoServer
let clock: number
const run = (command: object, db = 'test') => ask(server, command, { db })

beforeEach(() => {
  clock = 1_400_000_000_000
  server = testServer(() => clock)
})

function insert(...documents: object[]): Reply {
  return run({ insert: 'c', documents })
}

function names(reply: Reply): unknown[] {
  return reply.cursor.firstBatch.map((found) => found['name'])
}

function ids(reply: Reply): unknown[] {
  return reply.cursor.firstBatch.map((found) => found._id)
}

function fails(reply: Reply, code: number, codeName: string, errmsg: string | RegExp): void {
  expect(reply).toMatchObject({ ok: 0, code, codeName, errmsg: expect.stringMatching(errmsg) })
}

describe('create', () => {
  it('makes a collection once; the same options again are fine, others are not', () => {
    expect(run({ create: 'c', capped: true, size: 1000 })).toEqual({ ok: 1 })
    expect(run({ create: 'c', capped: true, size: 1000 })).toEqual({ ok: 1 })
    fails(
      run({ create: 'c' }),
      48,
      'NamespaceExists',
      /^namespace test.c already exists, but with options: \{ capped: true, size: 1024 \}$/,
    )
  })

  it('refuses impossible names and options', () => {
    fails(
      run({ create: 'a$b' }),
      73,
      'InvalidNamespace',
      "Invalid namespace specified 'test.a$b'".replace('$', '\\$'),
    )
    fails(run({ create: 'system.x' }), 73, 'InvalidNamespace', 'Invalid system namespace: test.system.x')
    fails(run({ create: 'x'.repeat(300) }), 73, 'InvalidNamespace', 'Fully qualified namespace is too long')
    fails(
      run({ create: 'c', size: 5 }),
      72,
      'InvalidOptions',
      "the 'size' field is only allowed when 'capped' is true",
    )
    fails(
      run({ create: 'c', capped: true }),
      72,
      'InvalidOptions',
      "the 'size' field is required when 'capped' is true",
    )
    fails(
      run({ create: 'c', wrong: 1 }),
      40415,
      'Location40415',
      "BSON field 'create.wrong' is an unknown field.",
    )
  })

  it('refuses a database that differs from another one by capitals only', () => {
    run({ create: 'c' })
    fails(
      run({ create: 'c' }, 'Test'),
      13297,
      'Location13297',
      'db already exists with different case already have: \\[test\\] trying to create \\[Test\\]',
    )
  })

  it('keeps out what the validator refuses', () => {
    run({ create: 'c', validator: { age: { $gt: 17 } } })
    const { writeErrors } = insert({ _id: 1, age: 5 })
    expect(writeErrors).toEqual([
      {
        index: 0,
        code: 121,
        errmsg: 'Document failed validation',
        errInfo: {
          failingDocumentId: 1,
          details: {
            operatorName: '$gt',
            specifiedAs: { age: { $gt: 17 } },
            reason: 'comparison failed',
            consideredValue: 5,
          },
        },
      },
    ])
    expect(insert({ _id: 2, age: 18 })).toMatchObject({ n: 1 })
    expect(run({ update: 'c', updates: [{ q: {}, u: { $set: { age: 1 } } }] })).toMatchObject({
      nModified: 0,
      writeErrors: [{ code: 121 }],
    })
    run({ collMod: 'c', validationLevel: 'off' })
    expect(insert({ _id: 3 })).toMatchObject({ n: 1 })
    run({ collMod: 'c', validationLevel: 'moderate' })
    expect(run({ update: 'c', updates: [{ q: { _id: 3 }, u: { $set: { age: 1 } } }] })).toMatchObject({
      nModified: 1,
    })
  })
})

describe('a capped collection', () => {
  it('forgets the oldest documents, by number and by size', () => {
    run({ create: 'c', capped: true, size: 100_000, max: 3 })
    insert(...[1, 2, 3, 4, 5].map((_id) => ({ _id })))
    expect(ids(run({ find: 'c' }))).toEqual([3, 4, 5])
    run({ drop: 'c' })
    run({ create: 'c', capped: true, size: 256 })
    insert(...[1, 2, 3, 4, 5].map((_id) => ({ _id, text: 'x'.repeat(80) })))
    expect(ids(run({ find: 'c' }))).toEqual([4, 5])
  })

  it('is read backwards by $natural', () => {
    run({ create: 'c', capped: true, size: 10_000 })
    insert({ _id: 3 }, { _id: 1 }, { _id: 2 })
    expect(ids(run({ find: 'c', sort: { $natural: -1 } }))).toEqual([2, 1, 3])
    expect(ids(run({ find: 'c', hint: { $natural: -1 }, limit: 1 }))).toEqual([2])
  })

  it('lets documents be removed and grow', () => {
    run({ create: 'c', capped: true, size: 10_000 })
    insert({ _id: 1 }, { _id: 2 })
    expect(run({ delete: 'c', deletes: [{ q: { _id: 1 }, limit: 1 }] })).toMatchObject({ n: 1 })
    expect(run({ update: 'c', updates: [{ q: {}, u: { $set: { a: 'longer' } } }] })).toMatchObject({
      nModified: 1,
    })
  })
})

describe('drop, dropDatabase and renameCollection', () => {
  it('drops what is there and what is not', () => {
    insert({ _id: 1 })
    expect(run({ drop: 'c' })).toEqual({ nIndexesWas: 1, ns: 'test.c', ok: 1 })
    expect(run({ drop: 'c' })).toEqual({ ok: 1 })
    insert({ _id: 1 })
    expect(run({ dropDatabase: 1 })).toEqual({ dropped: 'test', ok: 1 })
    expect(run({ dropDatabase: 1 })).toEqual({ ok: 1 })
    expect(names(run({ listCollections: 1 }))).toEqual([])
  })

  it('renames across databases, over another collection only if that is said', () => {
    insert({ _id: 1 })
    run({ insert: 'd', documents: [{ _id: 2 }] }, 'other')
    const rename = (more: object) => run({ renameCollection: 'test.c', to: 'other.d', ...more }, 'admin')
    fails(rename({}), 48, 'NamespaceExists', 'target namespace exists')
    expect(rename({ dropTarget: true })).toEqual({ ok: 1 })
    expect(ids(run({ find: 'd' }, 'other'))).toEqual([1])
    fails(rename({}), 26, 'NamespaceNotFound', 'Source collection test.c does not exist')
    fails(
      run({ renameCollection: 'other.d', to: 'other.d' }, 'admin'),
      20,
      'IllegalOperation',
      "Can't rename a collection to itself",
    )
    fails(
      run({ renameCollection: 'other.d', to: 'other.e' }),
      13,
      'Unauthorized',
      'renameCollection may only be run against the admin database.',
    )
  })
})

describe('listCollections and listDatabases', () => {
  it('show collections with options, uuid and _id index', () => {
    run({ create: 'b', collation: { locale: 'de' } })
    insert({ _id: 1 })
    const { cursor } = run({ listCollections: 1 })
    expect(cursor).toMatchObject({ id: 0, ns: 'test.$cmd.listCollections' })
    expect(cursor.firstBatch).toMatchObject([
      {
        name: 'b',
        type: 'collection',
        options: { collation: { locale: 'de', strength: 3, version: '57.1' } },
      },
      {
        name: 'c',
        type: 'collection',
        options: {},
        info: { readOnly: false },
        idIndex: { v: 2, key: { _id: 1 }, name: '_id_' },
      },
    ])
    expect(run({ listCollections: 1, nameOnly: true, filter: { name: 'c' } }).cursor.firstBatch).toEqual([
      { name: 'c', type: 'collection' },
    ])
  })

  it('hand collections out in batches', () => {
    for (const name of ['a', 'b', 'c']) run({ create: name })
    const { cursor } = run({ listCollections: 1, cursor: { batchSize: 2 } })
    expect(cursor.firstBatch).toHaveLength(2)
    expect(cursor.id).not.toBe(0)
  })

  it('show databases with sizes, if they are wanted', () => {
    insert({ _id: 1 })
    run({ create: 'x' }, 'another')
    const all = run({ listDatabases: 1 }, 'admin')
    expect(all).toMatchObject({
      totalSize: 14,
      totalSizeMb: 0,
      databases: [
        { name: 'another', sizeOnDisk: 0, empty: false },
        { name: 'test', sizeOnDisk: 14 },
      ],
    })
    expect(run({ listDatabases: 1, nameOnly: true, filter: { name: 'test' } }, 'admin')).toEqual({
      databases: [{ name: 'test' }],
      ok: 1,
    })
    fails(
      run({ listDatabases: 1 }),
      13,
      'Unauthorized',
      'listDatabases may only be run against the admin database.',
    )
  })
})
