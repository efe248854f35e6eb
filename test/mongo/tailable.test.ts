import { describe, expect, it } from 'vitest'
import type { MongoServer } from '../../server/mongo/server.ts'
import { ask, body, opMsg, testServer } from '../support/wire.ts'

const awaiting = { tailable: true, awaitData: true }

function cappedLog(size = 100_000) {
  const clock = { now: 1_000_000 }
  const server = testServer(() => clock.now)
  expect(ask(server, { create: 'log', capped: true, size, max: 3 })).toMatchObject({ ok: 1 })
  ask(server, { insert: 'log', documents: [{ _id: 1 }] })
  return { server, clock }
}

function open(server: MongoServer, options: object = awaiting) {
  const { cursor } = ask(server, { find: 'log', ...options })
  const client = server.connect()
  const more = (fields: object = {}) =>
    client.receive(opMsg({ getMore: BigInt(cursor.id), collection: 'log', ...fields })).replies.map(body)
  return { cursor, client, more }
}

describe('a tailable cursor', () => {
  it('stays open at the end and gives what was inserted since', () => {
    const { server } = cappedLog()
    const { cursor, more } = open(server, { tailable: true })
    expect(cursor).toMatchObject({ firstBatch: [{ _id: 1 }], id: expect.any(Number) })
    expect(more()).toMatchObject([{ cursor: { nextBatch: [], id: cursor.id } }])
    ask(server, { insert: 'log', documents: [{ _id: 2 }, { _id: 3 }] })
    expect(more()).toMatchObject([{ cursor: { nextBatch: [{ _id: 2 }, { _id: 3 }], id: cursor.id } }])
    expect(server.openCursors).toBe(1)
  })

  it('is dead from the start on an empty or missing collection', () => {
    const { server } = cappedLog()
    ask(server, { create: 'empty', capped: true, size: 4096 })
    expect(ask(server, { find: 'empty', ...awaiting }).cursor).toEqual({
      firstBatch: [],
      id: 0,
      ns: 'worldcup.empty',
    })
    expect(ask(server, { find: 'missing', ...awaiting }).cursor.id).toBe(0)
    expect(server.openCursors).toBe(0)
  })

  it('fails when its place was overwritten', () => {
    const { server } = cappedLog()
    const { more } = open(server)
    ask(server, { insert: 'log', documents: [{ _id: 2 }, { _id: 3 }, { _id: 4 }, { _id: 5 }] })
    expect(more()).toMatchObject([
      {
        code: 136,
        codeName: 'CappedPositionLost',
        errmsg:
          'Executor error during getMore :: caused by :: CollectionScan died due to position in capped collection being deleted. Last seen record id: RecordId(1)',
      },
    ])
    expect(server.openCursors).toBe(0)
  })

  it('gives only documents that are meant', () => {
    const { server } = cappedLog()
    const { more } = open(server, { ...awaiting, filter: { even: true }, projection: { _id: 1 } })
    ask(server, { insert: 'log', documents: [{ _id: 2, even: true }, { _id: 3 }] })
    expect(more()).toMatchObject([{ cursor: { nextBatch: [{ _id: 2 }] } }])
  })
})

describe('a getMore that waits', () => {
  it('is answered by the insert of another client', () => {
    const { server } = cappedLog()
    const { client, more, cursor } = open(server)
    expect(more()).toEqual([])
    const other = server.connect()
    other.receive(opMsg({ insert: 'other', documents: [{ _id: 1 }] }))
    expect(server.due()).toEqual([])
    other.receive(opMsg({ insert: 'log', documents: [{ _id: 2 }] }))
    const due = server.due()
    expect(due.map(({ connection }) => connection)).toEqual([client.id])
    expect(body(due[0]!.bytes)).toMatchObject({ cursor: { nextBatch: [{ _id: 2 }], id: cursor.id } })
    expect([server.due(), server.nextDeadline]).toEqual([[], undefined])
  })

  it.each([
    [{}, 1000],
    [{ maxTimeMS: 30 }, 30],
  ])('gives up after its time: %j', (fields, time) => {
    const { server, clock } = cappedLog()
    const { more, cursor } = open(server)
    more(fields)
    expect(server.nextDeadline).toBe(clock.now + time)
    clock.now += time - 1
    expect(server.due()).toEqual([])
    clock.now += 1
    expect(body(server.due()[0]!.bytes)).toMatchObject({ cursor: { nextBatch: [], id: cursor.id } })
    expect(server.openCursors).toBe(1)
  })

  it('waits on, if what is inserted is not meant', () => {
    const { server } = cappedLog()
    const { more } = open(server, { ...awaiting, filter: { even: true } })
    more()
    ask(server, { insert: 'log', documents: [{ _id: 2 }] })
    expect(server.due()).toEqual([])
    ask(server, { insert: 'log', documents: [{ _id: 3, even: true }] })
    expect(server.due()).toHaveLength(1)
  })

  it('holds its cursor: others cannot use it', () => {
    const { server } = cappedLog()
    const { more, cursor } = open(server)
    more()
    expect(ask(server, { getMore: BigInt(cursor.id), collection: 'log' })).toMatchObject({
      code: 143,
      codeName: 'CursorInUse',
      errmsg: `cursor id ${cursor.id} is already in use`,
    })
  })

  it('ends when its cursor is killed', () => {
    const { server } = cappedLog()
    const { more, cursor } = open(server)
    more()
    ask(server, { killCursors: 'log', cursors: [BigInt(cursor.id)] })
    expect(body(server.due()[0]!.bytes)).toMatchObject({ code: 237, codeName: 'CursorKilled' })
    expect(server.openCursors).toBe(0)
  })

  it('ends when its collection is dropped', () => {
    const { server } = cappedLog()
    open(server).more()
    ask(server, { drop: 'log' })
    expect(body(server.due()[0]!.bytes)).toMatchObject({
      code: 175,
      codeName: 'QueryPlanKilled',
      errmsg: expect.stringMatching(/^collection dropped\. UUID [-0-9a-f]{36}$/),
    })
    expect(server.openCursors).toBe(0)
  })

  it('is answered at once when its client stops sending, and forgotten with its cursor when the client goes', () => {
    const { server } = cappedLog()
    const first = open(server)
    first.more()
    expect(first.client.end().replies.map(body)).toMatchObject([{ cursor: { nextBatch: [] } }])
    const second = open(server)
    second.more()
    expect(server.openCursors).toBe(2)
    second.client.close()
    expect([server.openCursors, server.nextDeadline]).toEqual([1, undefined])
  })

  it('is one of a thousand that all get the news', () => {
    const { server } = cappedLog()
    const clients = Array.from({ length: 1000 }, () => open(server))
    for (const { more } of clients) more()
    ask(server, { insert: 'log', documents: [{ _id: 2 }] })
    expect(server.due()).toHaveLength(1000)
  })
})
