/** The database of a simulated run: what waits inside it waits in virtual time. */
import { describe, expect, it } from 'vitest'
import type { DatabaseDials, Happening } from '../../../server/kernel/events.ts'
import { Database } from '../../../server/runtime/simulated/database.ts'
import { SEEDS } from '../../../server/seeds.ts'
import { PARTS } from '../../support/parts.ts'
import { body, opMsg } from '../../support/wire.ts'

/** A database with two connections, 1 and 2, and a clock that jumps to whatever comes next. */
function opened(dials?: DatabaseDials) {
  let now = 0
  let sent = 0
  let ops = 0
  const said: Happening[] = []
  const database = new Database({
    parts: PARTS,
    seeds: SEEDS,
    latency: 1000,
    dials,
    seed: 1,
    clock: () => now,
    emit: (_lane, _request, happening) => said.push(happening),
    nextOp: () => ++ops,
  })
  for (const id of [1, 2]) database.connect(id)
  const send = (id: number, command: object) =>
    database.receive(id, opMsg(command, { db: 'app', id: ++sent }), 0)
  /** All that happens, up to `until` µs: when, to which connection, and what it gets. */
  const play = (until: number) => {
    const got: { at: number; id: number; reply?: ReturnType<typeof body> }[] = []
    for (
      let next = database.nextDeadline;
      next !== undefined && next <= until;
      next = database.nextDeadline
    ) {
      now = Math.max(now, next)
      for (const { id, bytes } of database.due())
        got.push({ at: now, id, ...(bytes && { reply: body(bytes) }) })
    }
    now = Math.max(now, until)
    return got
  }
  /** What the command is answered. */
  const ask = (id: number, command: object) => {
    send(id, command)
    return play(now + 1_000_000)[0]!.reply!
  }
  return { database, send, play, ask, said, now: () => now }
}

/** A tailable cursor at the end of a capped collection, on connection 1. */
function tailing(dials?: DatabaseDials) {
  const run = opened(dials)
  run.ask(1, { create: 'log', capped: true, size: 4096 })
  run.ask(1, { insert: 'log', documents: [{ n: 1 }] })
  const { cursor } = run.ask(1, { find: 'log', tailable: true, awaitData: true })
  const more = () => run.send(1, { getMore: BigInt(cursor.id), collection: 'log', maxTimeMS: 5000 })
  return { ...run, more }
}

describe('a cursor that waits for data', () => {
  it('is answered as soon as another connection inserts', () => {
    const { send, play, more, now } = tailing()
    const began = now()
    more()
    expect(play(began + 300_000)).toEqual([])
    send(2, { insert: 'log', documents: [{ n: 2 }] })
    const got = play(began + 400_000)
    expect(got.map(({ id, at }) => [id, at - began])).toEqual([
      [1, 301_000],
      [2, 301_000],
    ])
    expect(got[0]!.reply!.cursor.nextBatch).toMatchObject([{ n: 2 }])
  })

  it('is answered with nothing when its time is over', () => {
    const { play, more, now } = tailing()
    const began = now()
    more()
    const [answer, ...rest] = play(began + 60_000_000)
    expect(answer!.at - began).toBeGreaterThanOrEqual(5_001_000)
    expect(answer!.at - began).toBeLessThan(5_003_000)
    expect(answer!.reply!.cursor.nextBatch).toEqual([])
    expect(rest).toEqual([])
  })

  it('leaves the only thread of the database to others meanwhile', () => {
    const { send, play, more, now } = tailing({ threads: 1, service: { read: 2 } })
    const began = now()
    more()
    play(began + 100_000)
    send(2, { find: 'users', filter: { name: 'ann' } })
    expect(play(began + 200_000).map(({ id, at }) => [id, at - began])).toEqual([[2, 103_000]])
  })
})

describe('a fail point', () => {
  const failing = (data: object) => ({
    configureFailPoint: 'failCommand',
    mode: { times: 1 },
    data: { failCommands: ['find'], ...data },
    $db: 'admin',
  })

  it('that blocks a command blocks it in virtual time, and keeps its lock', () => {
    const { database, send, play, ask, now } = opened({ lock: 'all' })
    database.receive(1, opMsg(failing({ blockConnection: true, blockTimeMS: 700 }), { db: 'admin' }), 0)
    play(now() + 10_000)
    const began = now()
    send(1, { find: 'users' })
    send(2, { update: 'users', updates: [{ q: {}, u: { $inc: { logins: 1 } } }] })
    const got = play(began + 5_000_000)
    expect(got.map(({ id }) => id)).toEqual([1, 2])
    for (const { at } of got) expect(at - began).toBeGreaterThanOrEqual(700_000)
    expect(ask(1, { find: 'users' }).cursor.firstBatch).toHaveLength(8)
  })

  it('that hangs up ends the connection, and nobody waits for what it had', () => {
    const { database, send, play, now } = opened({ threads: 1, service: { read: 5 } })
    database.receive(1, opMsg(failing({ closeConnection: true }), { db: 'admin' }), 0)
    play(now() + 10_000)
    send(1, { find: 'users' })
    send(2, { find: 'users' })
    const got = play(now() + 100_000)
    expect(got.map(({ id, reply }) => [id, reply?.cursor.firstBatch.length])).toEqual([
      [1, undefined],
      [2, 8],
    ])
  })
})
