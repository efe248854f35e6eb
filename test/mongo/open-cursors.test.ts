/** What a tap's bookkeeper makes of commands and replies, with the server itself as the judge. */
import { Long } from 'bson'
import { describe, expect, it } from 'vitest'
import { OpenCursors } from '../../server/mongo/open-cursors.ts'
import type { MongoServer } from '../../server/mongo/server.ts'
import { ServiceQueue } from '../../server/mongo/service.ts'
import { Tap } from '../../server/mongo/tap.ts'
import { body, type OpMsgOptions, opMsg, worldCup } from '../support/wire.ts'

/** A program on one connection of a server, and the cursors it has left there. */
function program(server: MongoServer = worldCup(), cursors = new OpenCursors()) {
  const connection = server.connect()
  const replies: Uint8Array[] = []
  let id = 0
  const tap: Tap = new Tap({
    queue: new ServiceQueue({ latency: 0, random: () => 0.5 }),
    cursors,
    forward: (bytes, now) => {
      for (const reply of connection.receive(bytes).replies) tap.fromDatabase(reply, now)
    },
    report: () => undefined,
    nextOp: () => 1,
  })
  const ask = (command: object, options: OpMsgOptions = {}) => {
    tap.toDatabase(opMsg(command, { id: ++id, ...options }), 0, 1)
    replies.push(...tap.due(0))
    return replies.length > 0 ? body(replies.pop()!) : undefined
  }
  const open = (command: object = { find: 'matches', batchSize: 2 }) =>
    Long.fromNumber(ask(command)!.cursor.id)
  return { server, cursors, tap, ask, open, left: () => [...cursors.left] }
}

describe('a cursor', () => {
  it.each([
    ['find', { find: 'matches', batchSize: 2 }, 'worldcup.matches'],
    ['aggregate', { aggregate: 'matches', pipeline: [], cursor: { batchSize: 2 } }, 'worldcup.matches'],
    ['listCollections', { listCollections: 1, cursor: { batchSize: 0 } }, 'worldcup.$cmd.listCollections'],
    ['listIndexes', { listIndexes: 'matches', cursor: { batchSize: 0 } }, 'worldcup.matches'],
  ])('is opened by %s', (_name, command, namespace) => {
    const { server, open, left } = program()
    const id = open(command)
    expect(left()).toEqual([[id.toBigInt(), namespace]])
    expect(server.openCursors).toBe(1)
  })

  it('is not opened by a reply that holds everything', () => {
    const { ask, left } = program()
    ask({ find: 'matches', limit: 3 })
    ask({ find: 'matches', batchSize: 3, singleBatch: true })
    ask({ listIndexes: 'matches' })
    expect(left()).toEqual([])
  })

  it('ends with its last batch and not with an earlier one', () => {
    const { ask, open, left } = program()
    const getMore = open()
    ask({ getMore, collection: 'matches', batchSize: 2 })
    expect(left()).toHaveLength(1)
    ask({ getMore, collection: 'matches' })
    expect(left()).toEqual([])
  })

  it('is gone when the database does not know it', () => {
    const { server, ask, open, cursors, left } = program()
    const getMore = open()
    program(server, new OpenCursors()).ask({ killCursors: 'matches', cursors: [getMore] })
    expect(cursors.left.size).toBe(1)
    expect(ask({ getMore, collection: 'matches' })).toMatchObject({ codeName: 'CursorNotFound' })
    expect(left()).toEqual([])
  })

  it('is gone when its collection is, once somebody asks for more', () => {
    const { server, ask, open, left } = program()
    const getMore = open()
    ask({ drop: 'matches' })
    expect(ask({ getMore, collection: 'matches' })).toMatchObject({ codeName: 'QueryPlanKilled' })
    expect([left(), server.openCursors]).toEqual([[], 0])
  })

  it('stays when a getMore was refused and it lives', () => {
    const { server, ask, open, left } = program()
    const getMore = open()
    expect(ask({ getMore, collection: 'teams' })).toMatchObject({ ok: 0 })
    expect([left().length, server.openCursors]).toEqual([1, 1])
  })

  it('that is tailable counts until it is killed', () => {
    const { server, ask, open, left } = program()
    ask({ create: 'log', capped: true, size: 4096 })
    ask({ insert: 'log', documents: [{ n: 1 }] })
    const id = open({ find: 'log', tailable: true })
    ask({ getMore: id, collection: 'log' })
    expect(left()).toEqual([[id.toBigInt(), 'worldcup.log']])
    ask({ killCursors: 'log', cursors: [id] })
    expect([left(), server.openCursors]).toEqual([[], 0])
  })

  it('is killed by a command that wants no reply, and only the named one', () => {
    const { server, ask, open, left } = program()
    const [one, other] = [open(), open()]
    ask({ killCursors: 'matches', cursors: [one] }, { flags: 2 })
    expect(left()).toEqual([[other.toBigInt(), 'worldcup.matches']])
    expect(server.openCursors).toBe(1)
  })

  it('opened on one connection can be read to its end on another', () => {
    const { server, cursors, open, left } = program()
    const getMore = open()
    program(server, cursors).ask({ getMore, collection: 'matches' })
    expect(left()).toEqual([])
  })

  it('that another program opened is not this one’s', () => {
    const { server, open } = program()
    const getMore = open()
    const { ask, left } = program(server, new OpenCursors())
    ask({ getMore, collection: 'matches', batchSize: 2 })
    expect(left()).toEqual([])
  })
})

it('what names cursors wrongly ends none', () => {
  const { ask, open, left } = program()
  open()
  for (const cursors of [undefined, 7, {}, ['x', null, 3.5], [[]]]) ask({ killCursors: 'matches', cursors })
  for (const getMore of ['x', null, 3.5]) ask({ getMore, collection: 'matches' })
  expect(left()).toHaveLength(1)
})
