import { beforeEach, describe, expect, it } from 'vitest'
import type { MongoServer } from '../../../server/mongo/server.ts'
import { ask, type Reply, testServer } from '../../support/wire.ts'

let server: MongoServer
const run = (command: object) => ask(server, command, { db: 'test' })

beforeEach(() => {
  server = testServer()
})

function insert(...documents: object[]): Reply {
  return run({ insert: 'c', documents })
}

function createIndex(key: object, more: object = {}): Reply {
  const name = Object.entries(key).flat().join('_')
  return run({ createIndexes: 'c', indexes: [{ key, name, ...more }] })
}

function fails(reply: Reply, code: number, codeName: string, errmsg: string): void {
  expect(reply).toMatchObject({ ok: 0, code, codeName, errmsg: expect.stringContaining(errmsg) })
}

function indexes(): unknown[] {
  return run({ listIndexes: 'c' }).cursor.firstBatch
}

describe('createIndexes', () => {
  it('tells how many indexes there were and are', () => {
    expect(createIndex({ a: 1 })).toEqual({
      numIndexesBefore: 1,
      numIndexesAfter: 2,
      createdCollectionAutomatically: true,
      ok: 1,
    })
    expect(createIndex({ a: 1 })).toEqual({
      numIndexesBefore: 2,
      numIndexesAfter: 2,
      note: 'all indexes already exist',
      ok: 1,
    })
    expect(createIndex({ b: -1, 'c.d': 1 }, { sparse: true, unique: false })).toMatchObject({
      numIndexesAfter: 3,
      createdCollectionAutomatically: false,
    })
    expect(indexes()).toEqual([
      { v: 2, key: { _id: 1 }, name: '_id_' },
      { v: 2, key: { a: 1 }, name: 'a_1' },
      { v: 2, key: { b: -1, 'c.d': 1 }, name: 'b_-1_c.d_1', sparse: true },
    ])
  })

  it('refuses what contradicts another index', () => {
    createIndex({ a: 1 })
    fails(
      createIndex({ b: 1 }, { name: 'a_1' }),
      86,
      'IndexKeySpecsConflict',
      'An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. Requested index: { v: 2, key: { b: 1 }, name: "a_1" }, existing index: { v: 2, key: { a: 1 }, name: "a_1" }',
    )
    fails(createIndex({ a: 1 }, { unique: true }), 86, 'IndexKeySpecsConflict', 'same name')
    fails(
      createIndex({ a: 1 }, { expireAfterSeconds: 5 }),
      85,
      'IndexOptionsConflict',
      'An equivalent index already exists with the same name but different options.',
    )
    fails(
      createIndex({ a: 1 }, { name: 'x' }),
      85,
      'IndexOptionsConflict',
      'Index already exists with a different name: a_1',
    )
  })

  it('refuses specifications that make no sense', () => {
    fails(createIndex({}, { name: 'x' }), 67, 'CannotCreateIndex', 'Index keys cannot be empty.')
    fails(createIndex({ a: 0 }), 67, 'CannotCreateIndex', 'Values in the index key pattern cannot be 0.')
    fails(createIndex({ a: 'strange' }), 67, 'CannotCreateIndex', "Unknown index plugin 'strange'")
    fails(
      createIndex({ a: true }),
      67,
      'CannotCreateIndex',
      'Values in v:2 index key pattern cannot be of type bool',
    )
    fails(
      createIndex({ a: 1 }, { wrong: 1 }),
      197,
      'InvalidIndexSpecificationOption',
      "The field 'wrong' is not valid for an index specification.",
    )
    fails(
      createIndex({ a: 1 }, { sparse: true, partialFilterExpression: { a: 1 } }),
      67,
      'CannotCreateIndex',
      'cannot mix "partialFilterExpression" and "sparse" options',
    )
    fails(
      createIndex({ a: 1 }, { expireAfterSeconds: -1 }),
      67,
      'CannotCreateIndex',
      "TTL index 'expireAfterSeconds' option cannot be less than 0",
    )
    fails(createIndex({ a: 'text' }), 238, 'NotImplemented', "an index of type 'text'")
    fails(
      run({ createIndexes: 'c', indexes: [] }),
      2,
      'BadValue',
      'Must specify at least one index to create',
    )
  })

  it('adds all indexes or none', () => {
    insert({ _id: 1, b: 1 }, { _id: 2, b: 1 })
    const specifications = [
      { key: { a: 1 }, name: 'a' },
      { key: { b: 1 }, name: 'b', unique: true },
    ]
    const reply = run({ createIndexes: 'c', indexes: specifications })
    fails(
      reply,
      11000,
      'DuplicateKey',
      'caused by :: E11000 duplicate key error collection: test.c index: b dup key: { b: 1 }',
    )
    expect(reply).toMatchObject({ keyPattern: { b: 1 }, keyValue: { b: 1 } })
    expect(indexes()).toHaveLength(1)
  })
})

describe('dropIndexes and listIndexes', () => {
  beforeEach(() => {
    for (const name of ['a', 'b', 'c', 'd']) createIndex({ [name]: 1 })
  })

  it('drop by name, by key, several, and all', () => {
    expect(run({ dropIndexes: 'c', index: 'a_1' })).toEqual({ nIndexesWas: 5, ok: 1 })
    expect(run({ dropIndexes: 'c', index: { b: 1 } })).toEqual({ nIndexesWas: 4, ok: 1 })
    expect(run({ dropIndexes: 'c', index: ['c_1'] })).toEqual({ nIndexesWas: 3, ok: 1 })
    expect(run({ dropIndexes: 'c', index: '*' })).toEqual({
      nIndexesWas: 2,
      msg: 'non-_id indexes dropped for collection',
      ok: 1,
    })
    expect(indexes()).toHaveLength(1)
  })

  it('refuse what is not there, and the index over _id', () => {
    fails(run({ dropIndexes: 'c', index: 'x' }), 27, 'IndexNotFound', 'index not found with name [x]')
    fails(
      run({ dropIndexes: 'c', index: { x: 1 } }),
      27,
      'IndexNotFound',
      "can't find index with key: { x: 1 }",
    )
    fails(run({ dropIndexes: 'c', index: '_id_' }), 72, 'InvalidOptions', 'cannot drop _id index')
    fails(run({ dropIndexes: 'd', index: '*' }), 26, 'NamespaceNotFound', 'ns not found test.d')
    fails(run({ listIndexes: 'd' }), 26, 'NamespaceNotFound', 'ns does not exist: test.d')
  })
})

describe('a unique index', () => {
  const duplicate = (text: string, keyValue: object) => ({
    n: 0,
    writeErrors: [{ code: 11000, errmsg: `E11000 duplicate key error collection: test.c ${text}`, keyValue }],
  })

  it('refuses a second document with the same key, equal numbers of any type included', () => {
    createIndex({ a: 1, b: -1 }, { unique: true })
    insert({ _id: 1, a: 1, b: 'x' })
    expect(insert({ _id: 2, a: 1.0, b: 'y' })).toMatchObject({ n: 1 })
    expect(insert({ _id: 3, a: 1, b: 'x' })).toMatchObject(
      duplicate('index: a_1_b_-1 dup key: { a: 1, b: "x" }', { a: 1, b: 'x' }),
    )
    expect(run({ update: 'c', updates: [{ q: { _id: 2 }, u: { $set: { b: 'x' } } }] })).toMatchObject({
      nModified: 0,
      writeErrors: [{ code: 11000, keyPattern: { a: 1, b: -1 } }],
    })
    expect(run({ validate: 'c' })).toMatchObject({ valid: true, nrecords: 2 })
  })

  it('takes a missing field for null, unless it is sparse', () => {
    createIndex({ a: 1 }, { unique: true })
    insert({ _id: 1 })
    expect(insert({ _id: 2, a: null })).toMatchObject(
      duplicate('index: a_1 dup key: { a: null }', { a: null }),
    )
    run({ dropIndexes: 'c', index: '*' })
    createIndex({ a: 1 }, { unique: true, sparse: true })
    expect(insert({ _id: 3 }, { _id: 4 })).toMatchObject({ n: 2 })
  })

  it('looks at each element of an array, of other documents', () => {
    createIndex({ a: 1 }, { unique: true })
    expect(insert({ _id: 1, a: [1, 1, 2] })).toMatchObject({ n: 1 })
    expect(insert({ _id: 2, a: [3, 2] })).toMatchObject(duplicate('index: a_1 dup key: { a: 2 }', { a: 2 }))
    expect(run({ update: 'c', updates: [{ q: { _id: 1 }, u: { $set: { a: [2, 1] } } }] })).toMatchObject({
      nModified: 1,
    })
  })

  it('that is partial looks only at the documents it is for', () => {
    createIndex({ a: 1 }, { unique: true, partialFilterExpression: { b: true } })
    expect(insert({ _id: 1, a: 1 }, { _id: 2, a: 1, b: true })).toMatchObject({ n: 2 })
    expect(insert({ _id: 3, a: 1, b: true })).toMatchObject({ n: 0 })
  })

  it('with a collation takes texts as equal that are', () => {
    createIndex({ a: 1 }, { unique: true, collation: { locale: 'en', strength: 2 } })
    insert({ _id: 1, a: 'Anna' })
    expect(insert({ _id: 2, a: 'anna' })).toMatchObject({ n: 0, writeErrors: [{ code: 11000 }] })
  })
})

describe('an index over several fields', () => {
  it('refuses documents with two arrays', () => {
    createIndex({ a: 1, b: 1 })
    expect(insert({ _id: 1, a: [1], b: [2] })).toMatchObject({
      n: 0,
      writeErrors: [{ code: 171, errmsg: 'cannot index parallel arrays [b] [a]' }],
    })
    expect(run({ validate: 'c' })).toMatchObject({ valid: true, nrecords: 0 })
  })
})

describe('collMod', () => {
  it('changes how long documents live, and hides an index', () => {
    createIndex({ a: 1 }, { expireAfterSeconds: 5 })
    expect(run({ collMod: 'c', index: { name: 'a_1', expireAfterSeconds: 7 } })).toEqual({
      expireAfterSeconds_old: 5,
      expireAfterSeconds_new: 7,
      ok: 1,
    })
    expect(run({ collMod: 'c', index: { keyPattern: { a: 1 }, hidden: true } })).toEqual({
      hidden_old: false,
      hidden_new: true,
      ok: 1,
    })
    expect(indexes()).toContainEqual({
      v: 2,
      key: { a: 1 },
      name: 'a_1',
      expireAfterSeconds: 7,
      hidden: true,
    })
    fails(
      run({ collMod: 'c', index: { name: 'x', hidden: true } }),
      27,
      'IndexNotFound',
      'cannot find index x for ns test.c',
    )
    fails(run({ collMod: 'd' }), 26, 'NamespaceNotFound', 'ns does not exist: test.d')
  })
})
