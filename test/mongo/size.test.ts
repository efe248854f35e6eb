/** What a page has to load before our database answers: the budget of its core, and what isn't in that. */
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { MongoServer } from '../../server/mongo/server.ts'
import { type DatabaseBundle, databaseBundle } from '../../server/runtime/node/bench/database-bundle.ts'
import { ask } from '../support/wire.ts'

describe('the core of the database', () => {
  let core: DatabaseBundle

  beforeAll(async () => {
    core = await databaseBundle()
  }, 60_000)

  it('takes at most 45 KB, minified and compressed', () => {
    expect(gzipSync(core.code, { level: 9 }).length).toBeLessThanOrEqual(45_000)
  })

  it('is everything that drivers need, and nothing of a part', () => {
    expect(core.files).toEqual(expect.arrayContaining(['commands/find.ts', 'bson/document.ts']))
    expect(core.files.filter((file) => /^(aggregation|administration)\//.test(file))).toEqual([])
  })
})

describe('a server without parts', () => {
  const options = { newId: () => new Uint8Array(12), now: () => 0, random: () => 0, version: '7.0.14' }

  it('stores, finds, changes and removes', () => {
    const server = new MongoServer(options)
    expect(ask(server, { insert: 'c', documents: [{ _id: 1, a: 2 }] })).toMatchObject({ n: 1, ok: 1 })
    const updates = [{ q: { a: { $gt: 1 } }, u: { $inc: { a: 1 } } }]
    expect(ask(server, { update: 'c', updates })).toMatchObject({ nModified: 1 })
    const indexes = [{ key: { a: 1 }, name: 'a_1', unique: true }]
    expect(ask(server, { createIndexes: 'c', indexes })).toMatchObject({ numIndexesAfter: 2 })
    expect(ask(server, { find: 'c', sort: { a: -1 } }).cursor.firstBatch).toEqual([{ _id: 1, a: 3 }])
    expect(ask(server, { delete: 'c', deletes: [{ q: {}, limit: 0 }] })).toMatchObject({ n: 1 })
  })

  it.each<[command: object, code: number, message: RegExp]>([
    [{ aggregate: 'c', pipeline: [], cursor: {} }, 59, /no such command: 'aggregate'/],
    [{ explain: { find: 'c' } }, 59, /no such command: 'explain'/],
    [{ find: 'c', filter: { $expr: true } }, 238, /'expressions'/],
    [{ find: 'c', filter: { $jsonSchema: {} } }, 238, /'operators'/],
    [{ find: 'c', projection: { a: '$b' } }, 238, /'expressions'/],
    [{ find: 'c', let: { a: 1 } }, 238, /'expressions'/],
    [{ find: 'c', collation: { locale: 'de' } }, 238, /'collation'/],
    [{ find: 'c', apiVersion: '1' }, 238, /'genericArgument'/],
    [{ find: 'c', readConcern: { level: 'linearizable' } }, 238, /'genericArgument'/],
    [{ create: 'c', capped: true, size: 256 }, 238, /'collectionOptions'/],
    [{ createIndexes: 'c', indexes: [{ key: { a: 'text' }, name: 'a' }] }, 238, /'indexSpecification'/],
  ])('refuses %j instead of ignoring what it lacks', (command, code, message) => {
    const reply = ask(new MongoServer(options), command)
    expect(reply).toMatchObject({ ok: 0, code, errmsg: expect.stringMatching(message) })
  })

  it.each([
    [{ $bit: { a: { or: 1 } } }, 'modifiers'],
    [[{ $set: { a: 1 } }], 'expressions'],
  ])('refuses the update %j', (u, ability) => {
    const reply = ask(new MongoServer(options), { update: 'c', updates: [{ q: {}, u }] })
    expect(reply['writeErrors']).toMatchObject([{ code: 238, errmsg: expect.stringContaining(ability) }])
  })
})
