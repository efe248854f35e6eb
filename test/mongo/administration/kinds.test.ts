import { beforeEach, describe, expect, it } from 'vitest'
import type { MongoServer } from '../../../server/mongo/server.ts'
import { ask, type Reply, testServer } from '../../support/wire.ts'

let server: MongoServer
let clock: number
const run = (command: object, db = 'test') => ask(server, command, { db })
const batch = (reply: Reply) => reply.cursor.firstBatch
const listed = (name: string) => batch(run({ listCollections: 1, filter: { name } }))[0]

beforeEach(() => {
  clock = 1_400_000_000_000
  server = testServer(() => clock)
})

describe('a clustered collection', () => {
  const clusteredIndex = { key: { _id: 1 }, unique: true, name: 'by id' }

  it('is listed as one, and so is its index', () => {
    expect(run({ create: 'c', clusteredIndex })).toEqual({ ok: 1 })
    expect(run({ create: 'c', clusteredIndex })).toEqual({ ok: 1 })
    const index = { v: 2, key: { _id: 1 }, name: 'by id', unique: true }
    expect(listed('c')).toEqual({
      name: 'c',
      type: 'collection',
      options: { clusteredIndex: index },
      info: { readOnly: false, uuid: expect.anything() },
    })
    expect(batch(run({ listIndexes: 'c' }))).toEqual([{ ...index, clustered: true }])
    expect(run({ insert: 'c', documents: [{ _id: 1 }, { _id: 1 }] })).toMatchObject({
      n: 1,
      writeErrors: [{ index: 1, code: 11000 }],
    })
  })

  it('lets documents end by the date in their _id, until it is told not to', () => {
    run({ create: 'c', clusteredIndex, expireAfterSeconds: 60 })
    run({ insert: 'c', documents: [{ _id: new Date(clock) }, { _id: 'for ever' }] })
    clock += 59_000
    expect(run({ count: 'c' })).toMatchObject({ n: 2 })
    clock += 61_000
    expect(run({ count: 'c' })).toMatchObject({ n: 1 })
    expect(listed('c')?.['options']).toMatchObject({ expireAfterSeconds: 60 })
    run({ collMod: 'c', expireAfterSeconds: 'off' })
    expect(listed('c')?.['options']).not.toHaveProperty('expireAfterSeconds')
  })

  it.each([
    [{ clusteredIndex: { key: { _id: 1 }, unique: false } }, 5979700],
    [{ clusteredIndex: { key: { a: 1 }, unique: true } }, 197],
    [{ clusteredIndex: { key: { _id: 1 }, unique: true, x: 1 } }, 40415],
    [{ clusteredIndex: { unique: true } }, 40414],
    [{ clusteredIndex: 'yes' }, 5979702],
    [{ clusteredIndex, size: 4096 }, 6049200],
    [{ clusteredIndex, max: 1 }, 6049204],
    [{ clusteredIndex, capped: true }, 6049201],
    [{ clusteredIndex, expireAfterSeconds: -1 }, 72],
    [{ expireAfterSeconds: 1 }, 72],
    [{ encryptedFields: { fields: [] } }, 6346402],
    [{ temp: true }, 72],
  ])('is not made by %j', (options, code) => {
    expect(run({ create: 'c', ...options })).toMatchObject({ ok: 0, code })
    expect(listed('c')).toBeUndefined()
  })
})

describe('a time series', () => {
  const timeseries = { timeField: 'time', metaField: 'meta', granularity: 'minutes' }

  it('is listed as one, without _id, and with an index of its own', () => {
    expect(run({ create: 't', timeseries, expireAfterSeconds: 604_800 })).toEqual({ ok: 1 })
    expect(listed('t')).toEqual({
      name: 't',
      type: 'timeseries',
      options: {
        expireAfterSeconds: 604_800,
        timeseries: { ...timeseries, bucketMaxSpanSeconds: 86_400 },
      },
      info: { readOnly: false },
    })
    expect(batch(run({ listIndexes: 't' }))).toEqual([
      { v: 2, key: { meta: 1, time: 1 }, name: 'meta_1_time_1' },
    ])
    expect(run({ dropIndexes: 't', index: '*' })).toMatchObject({ nIndexesWas: 1 })
    expect(batch(run({ listIndexes: 't' }))).toEqual([])
  })

  it('takes the same _id twice, but nothing without a time', () => {
    run({ create: 't', timeseries: { timeField: 'time' } })
    const time = new Date(clock)
    const documents = [
      { _id: 1, time },
      { _id: 1, time },
      { _id: 2, time: 3 },
    ]
    expect(run({ insert: 't', documents })).toMatchObject({
      n: 2,
      writeErrors: [
        { index: 2, code: 2, errmsg: "'time' must be present and contain a valid BSON UTC datetime value" },
      ],
    })
    expect(batch(run({ find: 't', filter: { _id: 1 } }))).toHaveLength(2)
  })

  it('forgets what is too old', () => {
    run({ create: 't', timeseries, expireAfterSeconds: 100 })
    run({ insert: 't', documents: [{ time: new Date(clock) }, { time: new Date(clock + 200_000) }] })
    clock += 150_000
    expect(run({ count: 't' })).toMatchObject({ n: 1 })
  })

  it('lets only what was measured be updated, and only everywhere', () => {
    run({ create: 't', timeseries })
    run({ insert: 't', documents: [{ _id: 1, time: new Date(clock), meta: { s: 1 }, v: 5 }] })
    const update = (statement: object) => run({ update: 't', updates: [{ multi: true, ...statement }] })
    expect(update({ q: { 'meta.s': 1 }, u: { $set: { 'meta.s': 2 } } })).toMatchObject({ nModified: 1 })
    const wrong: [statement: object, errmsg: RegExp][] = [
      [{ q: {}, u: { $set: { meta: 1 } }, multi: false }, /^Cannot perform a non-multi update/],
      [{ q: {}, u: { $set: { meta: 1 } }, upsert: true }, /^Cannot perform an upsert/],
      [{ q: { v: 5 }, u: { $set: { meta: 1 } } }, /querying on a field that is not the metaField 'meta'$/],
      [{ q: { $or: [{ v: 5 }] }, u: { $set: { meta: 1 } } }, /querying on a field/],
      [{ q: {}, u: { $set: { v: 1 } } }, /which updates a field that is not the metaField 'meta'$/],
      [{ q: {}, u: { $rename: { meta: 'v' } } }, /which updates a field/],
      [{ q: {}, u: [{ $set: { meta: 1 } }] }, /using a pipeline update$/],
      [{ q: {}, u: { meta: 1 } }, /using a replacement document$/],
    ]
    for (const [statement, errmsg] of wrong) {
      expect(update(statement)).toMatchObject({ ok: 0, code: 72, errmsg: expect.stringMatching(errmsg) })
    }
    expect(run({ findAndModify: 't', update: { $set: { meta: 1 } } })).toMatchObject({ code: 166 })
    expect(run({ delete: 't', deletes: [{ q: { v: 5 }, limit: 0 }] })).toMatchObject({ n: 1 })
  })

  it('has no unique indexes', () => {
    run({ create: 't', timeseries })
    const indexes = [{ key: { v: 1 }, name: 'v_1', unique: true }]
    expect(run({ createIndexes: 't', indexes })).toMatchObject({
      code: 72,
      errmsg: 'Unique indexes are not supported on time-series collections',
    })
  })

  it.each([
    [{ metaField: 'm' }, 40414],
    [{ timeField: 5 }, 14],
    [{ timeField: 'a.b' }, 72],
    [{ timeField: 't', metaField: '_id' }, 72],
    [{ timeField: 't', metaField: 't' }, 72],
    [{ timeField: 't', granularity: 'years' }, 2],
    [{ timeField: 't', bucketMaxSpanSeconds: 60 }, 72],
    [{ timeField: 't', x: 1 }, 40415],
  ])('is not made by %j', (wrong, code) => {
    expect(run({ create: 't', timeseries: wrong })).toMatchObject({ ok: 0, code })
  })

  it('has no other options', () => {
    expect(run({ create: 't', timeseries, capped: true, size: 1000 })).toMatchObject({
      code: 72,
      errmsg: "test.t: 'timeseries' is not allowed with 'capped'",
    })
  })
})

describe('images for change streams', () => {
  const on = { changeStreamPreAndPostImages: { enabled: true } }
  const off = { changeStreamPreAndPostImages: { enabled: false } }

  it('are turned on and off, and listed while they are on', () => {
    run({ create: 'c', ...off })
    expect(listed('c')?.['options']).toEqual({})
    expect(run({ collMod: 'c', ...on })).toEqual({ ok: 1 })
    expect(listed('c')?.['options']).toEqual(on)
    run({ collMod: 'c', ...off })
    expect(listed('c')?.['options']).toEqual({})
    run({ create: 'd', ...on })
    expect(listed('d')?.['options']).toEqual(on)
  })

  it('are refused where mongod has none', () => {
    expect(run({ create: 'c', ...on }, 'admin')).toMatchObject({ code: 72 })
    expect(run({ create: 'c', changeStreamPreAndPostImages: {} })).toMatchObject({ code: 40414 })
    run({ create: 'c' })
    expect(run({ collMod: 'c', expireAfterSeconds: 5 })).toMatchObject({ code: 72 })
  })
})
