import { beforeEach, describe, expect, it } from 'vitest'
import type { MongoServer } from '../../../server/mongo/server.ts'
import { ask, testServer } from '../../support/wire.ts'

let server: MongoServer
const run = (command: object) => ask(server, command, { db: 'test' })
const change = (index: object) => run({ collMod: 'c', index: { keyPattern: { x: 1 }, ...index } })

beforeEach(() => {
  server = testServer()
  run({
    insert: 'c',
    documents: [
      { _id: 1, x: 1 },
      { _id: 2, x: 1 },
      { _id: 3, x: 2 },
    ],
  })
  run({ createIndexes: 'c', indexes: [{ key: { x: 1 }, name: 'x_1' }] })
})

describe('an index that becomes unique', () => {
  it('first refuses new duplicates, then tells the old ones, and is unique without them', () => {
    expect(change({ prepareUnique: true })).toEqual({
      ok: 1,
      prepareUnique_old: false,
      prepareUnique_new: true,
    })
    expect(run({ insert: 'c', documents: [{ _id: 4, x: 1 }] })).toMatchObject({
      writeErrors: [{ code: 11000 }],
    })
    expect(change({ unique: true })).toMatchObject({
      ok: 0,
      code: 359,
      codeName: 'CannotConvertIndexToUnique',
      violations: [{ ids: [1, 2] }],
    })
    run({ delete: 'c', deletes: [{ q: { _id: 2 }, limit: 1 }] })
    expect(change({ unique: true })).toEqual({ ok: 1, unique_new: true })
    expect(run({ listIndexes: 'c' }).cursor.firstBatch[1]).toEqual({
      v: 2,
      key: { x: 1 },
      name: 'x_1',
      unique: true,
    })
    expect(run({ insert: 'c', documents: [{ _id: 4, x: 1 }] })).toMatchObject({ n: 0 })
  })

  it('has to be prepared, and can be left alone again', () => {
    expect(change({ unique: true })).toMatchObject({ code: 72 })
    change({ prepareUnique: true })
    change({ prepareUnique: false })
    expect(run({ insert: 'c', documents: [{ _id: 4, x: 1 }] })).toMatchObject({ n: 1 })
  })
})
