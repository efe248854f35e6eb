import { describe, expect, it } from 'vitest'
import type { MongoServer } from '../../../server/mongo/server.ts'
import { ask, body, opMsg, testServer } from '../../support/wire.ts'

function configure(server: MongoServer, mode: unknown, data: object = {}, name = 'failCommand') {
  return ask(server, { configureFailPoint: name, mode, data }, { db: 'admin' })
}

const FAILED = "Failing command via 'failCommand' failpoint"
const pinged = { ok: 1 }

describe('the fail point failCommand', () => {
  it('fails the commands it names with the code it is given', () => {
    const server = testServer()
    expect(configure(server, 'alwaysOn', { failCommands: ['ping'], errorCode: 91 })).toEqual({
      count: 0,
      ok: 1,
    })
    const error = { ok: 0, code: 91, codeName: 'ShutdownInProgress', errmsg: FAILED }
    expect([ask(server, { ping: 1 }), ask(server, { ping: 1 })]).toEqual([error, error])
    expect(ask(server, { hello: 1 })).toMatchObject(pinged)
    expect(configure(server, 'off')).toEqual({ count: 2, ok: 1 })
    expect(ask(server, { ping: 1 })).toEqual(pinged)
  })

  it('strikes as often as it is told, not counting commands it does not mean', () => {
    const server = testServer()
    configure(server, { times: 2 }, { failCommands: ['ping'], errorCode: 6 })
    ask(server, { hello: 1 })
    const codes = [1, 2, 3].map(() => ask(server, { ping: 1 }).code)
    expect(codes).toEqual([6, 6, undefined])
  })

  it('skips as many as it is told, then always strikes', () => {
    const server = testServer()
    configure(server, { skip: 1 }, { failCommands: ['ping'], errorCode: 6 })
    expect([1, 2, 3].map(() => ask(server, { ping: 1 }).code)).toEqual([undefined, 6, 6])
  })

  it('strikes by chance', () => {
    const server = testServer()
    configure(server, { activationProbability: 0.5 }, { failAllCommands: true, errorCode: 6 })
    const struck = Array.from({ length: 200 }, () => ask(server, { ping: 1 }).code).filter(Boolean)
    expect(struck.length).toBeGreaterThan(60)
    expect(struck.length).toBeLessThan(140)
  })

  it('labels errors', () => {
    const server = testServer()
    const data = { failCommands: ['ping'], errorCode: 91, errorLabels: ['RetryableWriteError'] }
    configure(server, { times: 1 }, data)
    expect(ask(server, { ping: 1 })).toMatchObject({ errorLabels: ['RetryableWriteError'] })
  })

  it('adds an error of the write concern to a write that is done all the same', () => {
    const server = testServer()
    const writeConcernError = { code: 91, errmsg: 'shutting down' }
    configure(
      server,
      { times: 1 },
      { failCommands: ['insert', 'ping'], writeConcernError, errorLabels: ['A'] },
    )
    expect(ask(server, { ping: 1 })).toEqual(pinged)
    expect(ask(server, { insert: 'teams', documents: [{ _id: 1 }] })).toEqual({
      n: 1,
      writeConcernError,
      errorLabels: ['A'],
      ok: 1,
    })
    expect(ask(server, { find: 'teams' }).cursor.firstBatch).toHaveLength(1)
  })

  it('closes the connection without an answer', () => {
    const server = testServer()
    configure(server, { times: 1 }, { failCommands: ['ping'], closeConnection: true })
    const connection = server.connect()
    expect(connection.receive(opMsg({ ping: 1 }))).toEqual({ replies: [], close: FAILED })
    expect(ask(server, { ping: 1 })).toEqual(pinged)
  })

  it('holds a command back, and what its client sends after it, but nobody else', () => {
    let now = 1000
    const server = testServer(() => now)
    configure(
      server,
      { times: 1 },
      { failCommands: ['ping'], blockConnection: true, blockTimeMS: 50, errorCode: 8 },
    )
    const connection = server.connect()
    expect(connection.receive(opMsg({ ping: 1 })).replies).toEqual([])
    expect(connection.receive(opMsg({ hello: 1 })).replies).toEqual([])
    expect(ask(server, { ping: 1 })).toEqual(pinged)
    expect([server.nextDeadline, server.due()]).toEqual([1050, []])
    now = 1050
    const [due] = server.due()
    expect(due!.connection).toBe(connection.id)
    const length = new DataView(due!.bytes.buffer, due!.bytes.byteOffset).getInt32(0, true)
    expect(body(due!.bytes.subarray(0, length))).toMatchObject({ code: 8, codeName: 'UnknownError' })
    expect(body(due!.bytes.subarray(length))).toMatchObject({ isWritablePrimary: true })
    expect(server.nextDeadline).toBeUndefined()
  })

  it('ends a command held back when its own time is over', () => {
    let now = 0
    const server = testServer(() => now)
    configure(server, { times: 1 }, { failCommands: ['ping'], blockConnection: true, blockTimeMS: 500 })
    const connection = server.connect()
    connection.receive(opMsg({ ping: 1, maxTimeMS: 20 }))
    now = 20
    expect(body(server.due()[0]!.bytes)).toMatchObject({ code: 50, codeName: 'MaxTimeMSExpired' })
  })

  it('strikes only clients of the application it names, and only in the collection it names', () => {
    const server = testServer()
    const named = server.connect()
    named.receive(opMsg({ hello: 1, client: { application: { name: 'mine' } } }))
    configure(server, 'alwaysOn', { failCommands: ['ping'], errorCode: 6, appName: 'mine' })
    expect(body(named.receive(opMsg({ ping: 1 })).replies[0]!)).toMatchObject({ code: 6 })
    expect(ask(server, { ping: 1 })).toEqual(pinged)
    configure(server, 'alwaysOn', { failCommands: ['find'], errorCode: 6, namespace: 'worldcup.teams' })
    expect(ask(server, { find: 'teams' })).toMatchObject({ code: 6 })
    expect(ask(server, { find: 'matches' })).toMatchObject({ ok: 1 })
  })

  it('strikes hello and isMaster by their own names', () => {
    const server = testServer()
    configure(server, 'alwaysOn', { failCommands: ['isMaster'], errorCode: 6 })
    expect(ask(server, { hello: 1 })).toMatchObject({ ok: 1 })
    expect(ask(server, { ismaster: 1 })).toMatchObject({ code: 6 })
  })

  it('cannot make itself unreachable', () => {
    const server = testServer()
    configure(server, 'alwaysOn', { failAllCommands: true, errorCode: 6 })
    expect(configure(server, 'off')).toMatchObject({ ok: 1 })
  })

  const wrong: [name: string, mode: unknown, data: object, code: number, errmsg: string | RegExp][] = [
    ['failNothing', 'alwaysOn', {}, 266, 'failNothing not found'],
    ['failCommand', 'sometimes', {}, 2, 'unknown mode: sometimes'],
    ['failCommand', 7, {}, 14, "'mode' must be a string or JSON object"],
    ['failCommand', { often: 1 }, {}, 2, /'mode' must be one of/],
    ['failCommand', { activationProbability: 2 }, {}, 2, /between 0.0 and 1.0/],
  ]
  it.each(wrong)('refuses %s with mode %j', (name, mode, data, code, errmsg) => {
    expect(configure(testServer(), mode, data, name)).toMatchObject({
      code,
      errmsg: expect.stringMatching(errmsg),
    })
  })

  it('is for the database admin only', () => {
    expect(ask(testServer(), { configureFailPoint: 'failCommand', mode: 'off' })).toMatchObject({
      code: 13,
      errmsg: 'configureFailPoint may only be run against the admin database.',
    })
  })
})

describe('the fail point failGetMoreAfterCursorCheckout', () => {
  it('fails getMore and nothing else', () => {
    const server = testServer()
    ask(server, { insert: 'teams', documents: [{ _id: 1 }, { _id: 2 }] })
    configure(server, { times: 1 }, { errorCode: 280 }, 'failGetMoreAfterCursorCheckout')
    const { cursor } = ask(server, { find: 'teams', batchSize: 1 })
    const more = { getMore: BigInt(cursor.id), collection: 'teams' }
    expect(ask(server, more)).toMatchObject({ code: 280, codeName: 'ChangeStreamFatalError' })
  })
})

describe('the fail point maxTimeAlwaysTimeOut', () => {
  it('has the time of every command be up that has a limit', () => {
    const server = testServer()
    configure(server, 'alwaysOn', {}, 'maxTimeAlwaysTimeOut')
    expect(ask(server, { ping: 1, maxTimeMS: 1000 })).toMatchObject({
      code: 50,
      codeName: 'MaxTimeMSExpired',
    })
    expect(ask(server, { ping: 1, maxTimeMS: 0 })).toEqual(pinged)
    expect(ask(server, { ping: 1 })).toEqual(pinged)
  })
})
