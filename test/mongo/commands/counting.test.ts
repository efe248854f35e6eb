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

function ids(reply: Reply): unknown[] {
  return reply.cursor.firstBatch.map((found) => found._id)
}

function fails(reply: Reply, code: number, codeName: string, errmsg: string | RegExp): void {
  expect(reply).toMatchObject({ ok: 0, code, codeName, errmsg: expect.stringMatching(errmsg) })
}

describe('count and distinct', () => {
  beforeEach(() => {
    insert(
      { _id: 1, a: [1, 2] },
      { _id: 2, a: 2 },
      { _id: 3, b: { c: 'x' } },
      { _id: 4, a: [[1], 1.0], b: [{ c: 'X' }, { c: 'x' }] },
    )
  })

  it('count what a filter means, cut by skip and limit', () => {
    expect(run({ count: 'c' })).toEqual({ n: 4, ok: 1 })
    expect(run({ count: 'c', query: { a: 2 } })).toEqual({ n: 2, ok: 1 })
    expect(run({ count: 'c', skip: 1, limit: 2 })).toEqual({ n: 2, ok: 1 })
    expect(run({ count: 'c', query: {}, skip: 9 })).toEqual({ n: 0, ok: 1 })
    expect(run({ count: 'c', query: { _id: { $gt: 1 } }, limit: -2 })).toEqual({ n: 2, ok: 1 })
    expect(run({ count: 'missing' })).toEqual({ n: 0, ok: 1 })
    fails(
      run({ count: 'c', skip: -1 }),
      51024,
      'Location51024',
      "BSON field 'skip' value must be >= 0, actual value '-1'",
    )
  })

  it('find different values, also within arrays', () => {
    expect(run({ distinct: 'c', key: 'a' })).toEqual({ values: [1, 2, [1]], ok: 1 })
    expect(run({ distinct: 'c', key: 'b.c' })).toEqual({ values: ['x', 'X'], ok: 1 })
    expect(run({ distinct: 'c', key: 'b.c', collation: { locale: 'en', strength: 2 } })).toEqual({
      values: ['x'],
      ok: 1,
    })
    expect(run({ distinct: 'c', key: 'a', query: { _id: 2 } })).toEqual({ values: [2], ok: 1 })
    fails(
      run({ distinct: 'c' }),
      40414,
      'Location40414',
      "BSON field 'distinct.key' is missing but a required field",
    )
    fails(
      run({ distinct: 'c', key: 1 }),
      14,
      'TypeMismatch',
      "BSON field 'distinct.key' is the wrong type 'int', expected type 'string'",
    )
  })

  it('lists no more values than fit into a reply', () => {
    for (const _id of [11, 12]) insert({ _id, long: String(_id).repeat(4_500_000) })
    expect(run({ distinct: 'c', key: 'long', query: { _id: 11 } })['values']).toHaveLength(1)
    expect(run({ distinct: 'c', key: 'long' })).toMatchObject({
      code: 17217,
      errmsg: 'distinct too big, 16mb cap',
    })
  })
})

describe('statistics and validate', () => {
  it('tell sizes and numbers', () => {
    insert({ _id: 1 }, { _id: 2 })
    expect(run({ collStats: 'c' })).toMatchObject({
      ns: 'test.c',
      count: 2,
      size: 28,
      avgObjSize: 14,
      capped: false,
      nindexes: 1,
      ok: 1,
    })
    expect(run({ dbStats: 1 })).toMatchObject({
      db: 'test',
      collections: 1,
      objects: 2,
      dataSize: 28,
      indexes: 1,
      ok: 1,
    })
    expect(run({ validate: 'c' })).toMatchObject({
      ns: 'test.c',
      valid: true,
      nrecords: 2,
      keysPerIndex: { _id_: 2 },
      errors: [],
      ok: 1,
    })
    fails(
      run({ validate: 'missing' }),
      26,
      'NamespaceNotFound',
      "Collection 'test.missing' does not exist to validate.",
    )
  })
})

describe('distinct with an index on the field', () => {
  it('gives the values in the order of the index, unless a filter is asked for', () => {
    run({ createIndexes: 'd', indexes: [{ key: { v: -1 }, name: 'v' }] })
    run({ insert: 'd', documents: [{ v: 2 }, { v: 3 }, { v: 1 }, { v: 3 }] })
    expect(run({ distinct: 'd', key: 'v' })['values']).toEqual([3, 2, 1])
    expect(run({ distinct: 'd', key: 'v', query: { other: null } })['values']).toEqual([2, 3, 1])
  })
})

describe('documents with a time to live', () => {
  it('are gone a minute after their time at the latest', () => {
    run({ createIndexes: 'c', indexes: [{ key: { at: 1 }, name: 'ttl', expireAfterSeconds: 10 }] })
    insert(
      { _id: 1, at: new Date(clock) },
      { _id: 2, at: 'never' },
      { _id: 3, at: new Date(clock + 120_000) },
      { _id: 4 },
    )
    expect(run({ count: 'c' })).toMatchObject({ n: 4 })
    clock += 70_000
    expect(ids(run({ find: 'c' }))).toEqual([2, 3, 4])
    clock += 130_000
    expect(ids(run({ find: 'c' }))).toEqual([2, 4])
  })
})
