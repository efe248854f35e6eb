import { describe, expect, it } from 'vitest'
import { ask, testServer } from '../../support/wire.ts'

const strict = { apiVersion: '1', apiStrict: true }
const run = (command: object) => ask(testServer(), command, { db: 'test' })
const aggregate = (stage: object, collection: string | number = 1) =>
  run({ aggregate: collection, pipeline: [stage], cursor: {}, ...strict })

describe('version 1 of the API, strictly', () => {
  it.each(['$currentOp', '$listLocalSessions', '$indexStats', '$planCacheStats'])(
    'has no stage %s',
    (stage) => {
      expect(aggregate({ [stage]: {} })).toEqual({
        ok: 0,
        code: 323,
        codeName: 'APIStrictError',
        errmsg: `${stage} is not allowed with 'apiStrict: true' in API Version 1`,
      })
    },
  )

  it('has $collStats only to count', () => {
    expect(aggregate({ $collStats: { storageStats: {} } }, 'c')).toMatchObject({ code: 323 })
    expect(aggregate({ $collStats: { count: {} } }, 'c')).toMatchObject({ code: 26 })
    expect(aggregate({ $match: {} }, 'c')).toMatchObject({ ok: 1 })
  })

  it('has no tailable cursors and no capped collections', () => {
    expect(run({ find: 'c', tailable: true, ...strict })).toMatchObject({ code: 323 })
    expect(run({ create: 'c', capped: true, size: 100, ...strict })).toMatchObject({ code: 323 })
    expect(run({ find: 'c', ...strict })).toMatchObject({ ok: 1 })
  })

  it('has no commands but its own', () => {
    expect(run({ distinct: 'c', key: 'a', ...strict })).toMatchObject({ code: 323 })
    expect(run({ testVersion2: 1, ...strict })).toMatchObject({
      code: 323,
      errmsg: expect.stringContaining('the command testVersion2 is not in API Version 1.'),
    })
    expect(run({ testVersions1And2: 1, ...strict })).toEqual({ ...strict, ok: 1 })
    expect(run({ testVersion2: 1 })).toEqual({ ok: 1 })
  })
})

describe('apiDeprecationErrors', () => {
  it('refuses what will go', () => {
    const careful = { apiVersion: '1', apiDeprecationErrors: true }
    expect(run({ testDeprecation: 1, ...careful })).toMatchObject({
      code: 324,
      codeName: 'APIDeprecationError',
      errmsg: expect.stringContaining('the command testDeprecation is deprecated in API Version 1.'),
    })
    expect(run({ testDeprecationInVersion2: 1, ...careful })).toMatchObject({ ok: 1 })
    expect(run({ testDeprecation: 1, apiVersion: '1' })).toMatchObject({ ok: 1 })
  })
})
