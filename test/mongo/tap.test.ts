import { describe, expect, it } from 'vitest'
import type { DatabaseDials } from '../../server/kernel/events.ts'
import { OpenCursors } from '../../server/mongo/open-cursors.ts'
import { ServiceQueue } from '../../server/mongo/service.ts'
import { type CommandHappening, Tap } from '../../server/mongo/tap.ts'
import { body, opMsg, opQuery, worldCup } from '../support/wire.ts'

/** A tap before a server with the matches, and all it reported. */
function tapped(latency = 200_000, dials?: DatabaseDials, random = () => 0.5) {
  const connection = worldCup().connect()
  const queue = new ServiceQueue({ latency, dials, random })
  const replies: Uint8Array[] = []
  const reported: (CommandHappening & { request: number })[] = []
  let op = 0
  const tap = new Tap({
    cursors: new OpenCursors(),
    queue,
    forward: (bytes, now) => {
      for (const reply of connection.receive(bytes).replies) {
        replies.push(reply)
        tap.fromDatabase(reply, now)
      }
    },
    report: (happening, request) => reported.push({ ...happening, request }),
    nextOp: () => ++op,
  })
  const send = (bytes: Uint8Array, now: number, request = 1) => {
    tap.toDatabase(bytes, now, request)
    return replies.splice(0)
  }
  return {
    tap,
    queue,
    send,
    reported,
    labels: () => reported.flatMap((event) => ('label' in event ? [event.label] : [])),
  }
}

/** Random numbers that are known. */
function draws(...numbers: number[]): () => number {
  return () => numbers.shift() ?? 0.5
}

const find = opMsg({ find: 'matches', filter: { $or: [{ teamA: 'Brazil' }, { teamB: 'Brazil' }] } })

describe('a tap', () => {
  it('holds a reply back for the latency, to the microsecond', () => {
    const { tap, send } = tapped()
    send(find, 1_000)
    expect(tap.nextDeadline()).toBe(201_000)
    expect(tap.due(200_999)).toEqual([])
    expect(tap.due(201_000).map((reply) => body(reply).cursor.firstBatch.length)).toEqual([7])
    expect(tap.nextDeadline()).toBeUndefined()
  })

  it('reports a command as queued, started, served with its count, and replied', () => {
    const { tap, send, reported } = tapped()
    send(find, 0, 3)
    tap.due(200_000)
    expect(reported).toEqual([
      { kind: 'command-queued', op: 1, label: 'find worldcup.matches {$or}', setup: false, request: 3 },
      { kind: 'command-started', op: 1, request: 3 },
      { kind: 'command-served', op: 1, label: 'find worldcup.matches {$or} → 7', request: 3 },
      { kind: 'command-replied', op: 1, request: 3 },
    ])
  })

  it('delays no handshake, and marks it', () => {
    const { tap, send, reported } = tapped()
    for (const message of [
      opQuery({ isMaster: 1 }),
      opMsg({ hello: 1 }),
      opMsg({ ping: 1 }),
      opMsg({ endSessions: [] }),
    ]) {
      send(message, 5, 0)
    }
    expect(tap.due(5)).toHaveLength(4)
    const queued = reported.filter((event) => event.kind === 'command-queued')
    expect(queued.map(({ label, setup }) => [label, setup])).toEqual([
      ['isMaster', true],
      ['hello', true],
      ['ping', true],
      ['endSessions', true],
    ])
  })

  it('never lets a reply overtake an earlier one', () => {
    const { tap, send } = tapped(100, { jitter: 0.9 }, draws(1, 0.5, 0, 0.5))
    send(opMsg({ find: 'matches', limit: 1 }, { id: 1 }), 0)
    send(opMsg({ insert: 'teams', documents: [{}] }, { id: 2 }), 20)
    expect(tap.due(189)).toEqual([])
    const replies = tap
      .due(190)
      .map((reply) => new DataView(reply.buffer, reply.byteOffset).getInt32(8, true))
    expect(replies).toEqual([1, 2])
  })

  it('gives a command to the request that came with its last byte', () => {
    const { tap, reported } = tapped()
    for (const [index, byte] of find.entries()) {
      tap.toDatabase(Uint8Array.of(byte), 0, index === find.length - 1 ? 8 : 4)
    }
    expect(reported[0]).toMatchObject({ kind: 'command-queued', request: 8 })
    expect(reported.every(({ request }) => request === 8)).toBe(true)
  })

  it('puts replies together that come in pieces', () => {
    const [reply] = worldCup().connect().receive(find).replies
    const kinds: string[] = []
    const tap = new Tap({
      cursors: new OpenCursors(),
      queue: new ServiceQueue({ latency: 200_000, random: () => 0.5 }),
      forward: () => undefined,
      report: ({ kind }) => kinds.push(kind),
      nextOp: () => 1,
    })
    tap.toDatabase(find, 0, 1)
    for (const byte of reply!) tap.fromDatabase(Uint8Array.of(byte), 10)
    expect(tap.due(200_010)).toEqual([reply])
    expect(kinds).toEqual(['command-queued', 'command-started', 'command-served', 'command-replied'])
  })

  it('closes a command that wants no reply at once', () => {
    const { tap, send, reported } = tapped()
    send(opMsg({ insert: 'teams', documents: [{}] }, { flags: 2 }), 0)
    expect(reported.map((event) => event.kind)).toEqual([
      'command-queued',
      'command-started',
      'command-served',
      'command-replied',
    ])
    expect(tap.nextDeadline()).toBeUndefined()
  })

  it('names namespace, filter and outcome', () => {
    const { send, labels } = tapped(0)
    send(opMsg({ insert: 'teams', documents: [{}, {}] }), 0)
    const find = opMsg({ find: 'matches', filter: { stage: 'Group A', teamA: 'Brazil' }, batchSize: 1 })
    const { id } = body(send(find, 0)[0]!).cursor
    send(opMsg({ getMore: BigInt(id), collection: 'matches' }), 0)
    send(opMsg({ dance: 1 }), 0)
    expect(labels()).toEqual([
      'insert worldcup.teams',
      'insert worldcup.teams → 2',
      'find worldcup.matches {stage, teamA}',
      'find worldcup.matches {stage, teamA} → 1',
      'getMore worldcup.matches',
      'getMore worldcup.matches → 1',
      'dance worldcup',
      'dance worldcup → CommandNotFound',
    ])
  })

  it('lets what it cannot understand through', () => {
    const through: Uint8Array[] = []
    const reported: unknown[] = []
    const tap = new Tap({
      cursors: new OpenCursors(),
      queue: new ServiceQueue({ latency: 200_000, random: () => 0.5 }),
      forward: (bytes) => through.push(bytes),
      report: (happening) => reported.push(happening),
      nextOp: () => 1,
    })
    const junk = Uint8Array.of(1, 0, 0, 0, 9, 9)
    tap.toDatabase(junk, 0, 1)
    tap.toDatabase(Uint8Array.of(7), 0, 1)
    tap.fromDatabase(junk, 7)
    expect(through).toEqual([junk, Uint8Array.of(7)])
    expect(tap.due(7)).toEqual([junk])
    expect(reported).toEqual([])
  })

  it.each([
    { find: 'matches', filter: { a: 1 } },
    { getMore: 1n, collection: 'matches' },
    { killCursors: 'matches', cursors: [1n, { a: 1 }] },
    { update: 'matches', updates: [{ q: { a: 1 }, u: { $set: { a: 2 } } }] },
  ])('lets through what is not BSON inside, and does not stumble: %o', (command) => {
    const whole = Uint8Array.from(opMsg(command))
    const beginning = 25
    for (let at = beginning; at < whole.length; at++) {
      for (const byte of [0, 3, 4, 18, 127, 255]) {
        const broken = whole.with(at, byte)
        const through: Uint8Array[] = []
        const tap = new Tap({
          cursors: new OpenCursors(),
          queue: new ServiceQueue({ latency: 0, random: () => 0.5 }),
          forward: (bytes) => through.push(bytes),
          report: () => undefined,
          nextOp: () => 1,
        })
        tap.toDatabase(broken, 0, 1)
        expect(through).toEqual([broken])
      }
    }
  })
})
