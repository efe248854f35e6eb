import { Long, ObjectId } from 'bson'
import { beforeEach, describe, expect, it } from 'vitest'
import type { MongoServer } from '../../../server/mongo/server.ts'
import { ask, body, opMsg, type Reply, testServer } from '../../support/wire.ts'

const MORE_TO_COME = 2
const EXHAUST_ALLOWED = 1 << 16

let server: MongoServer
let clock: number
let known: { processId: ObjectId; counter: Long }
const field = (reply: Uint8Array, at: number) =>
  new DataView(reply.buffer, reply.byteOffset).getInt32(at, true)
const flags = (reply: Uint8Array) => field(reply, 16)
const waitFor = (ms: number, more = {}) => ({ hello: 1, topologyVersion: known, maxAwaitTimeMS: ms, ...more })

beforeEach(() => {
  clock = 1_400_000_000_000
  server = testServer(() => clock)
  const { topologyVersion } = ask(server, { hello: 1 }) as Reply & { topologyVersion: typeof known }
  known = { ...topologyVersion, counter: Long.fromNumber(Number(topologyVersion.counter)) }
})

describe('hello of a client that waits for news', () => {
  it('is answered when its patience is over', () => {
    const connection = server.connect()
    expect(connection.receive(opMsg(waitFor(500))).replies).toEqual([])
    clock += 499
    expect(server.due()).toEqual([])
    clock += 1
    const [due] = server.due()
    expect(body(due!.bytes)).toMatchObject({ ok: 1, isWritablePrimary: true })
    expect(flags(due!.bytes)).toBe(0)
    clock += 500
    expect(server.due()).toEqual([])
  })

  it('is answered at once if the client knows another process', () => {
    const other = { processId: new ObjectId(), counter: Long.ZERO }
    const { replies } = server
      .connect()
      .receive(opMsg(waitFor(500, { topologyVersion: other }), { flags: EXHAUST_ALLOWED }))
    expect(body(replies[0]!)).toMatchObject({ ok: 1, topologyVersion: { processId: known.processId } })
    expect(flags(replies[0]!)).toBe(0)
    expect(server.nextDeadline).toBeUndefined()
  })

  it('is answered again and again if the client allows it, each reply as to the one before', () => {
    const connection = server.connect()
    connection.receive(opMsg(waitFor(500), { id: 77, flags: EXHAUST_ALLOWED }))
    let previous = 77
    for (let turn = 0; turn < 3; turn++) {
      clock += 500
      const [due, ...others] = server.due()
      expect(others).toEqual([])
      expect(flags(due!.bytes)).toBe(MORE_TO_COME)
      expect(field(due!.bytes, 8)).toBe(previous)
      previous = field(due!.bytes, 4)
    }
    connection.close()
    clock += 500
    expect(server.due()).toEqual([])
  })

  it('is answered for the last time when the client sends nothing more', () => {
    const connection = server.connect()
    connection.receive(opMsg(waitFor(500), { flags: EXHAUST_ALLOWED }))
    const { replies } = connection.end()
    expect(replies.map(flags)).toEqual([0])
    expect(connection.idle).toBe(true)
  })

  it('fails when a fail point is set meanwhile, and then no reply follows', () => {
    const connection = server.connect()
    connection.receive(opMsg(waitFor(500), { flags: EXHAUST_ALLOWED }))
    ask(
      server,
      {
        configureFailPoint: 'failCommand',
        mode: 'alwaysOn',
        data: { failCommands: ['hello'], errorCode: 91 },
      },
      { db: 'admin' },
    )
    clock += 500
    const [due] = server.due()
    const first = due!.bytes.subarray(0, field(due!.bytes, 0))
    const second = due!.bytes.subarray(first.length)
    expect(flags(first)).toBe(MORE_TO_COME)
    expect(body(second)).toMatchObject({ ok: 0, code: 91 })
    expect(flags(second)).toBe(0)
    expect(connection.idle).toBe(true)
  })

  it.each([
    [{ hello: 1, maxAwaitTimeMS: 5 }, 31368],
    [{ hello: 1, topologyVersion: { processId: new ObjectId(), counter: Long.ZERO } }, 31368],
    [
      { hello: 1, topologyVersion: { processId: new ObjectId(), counter: Long.ZERO }, maxAwaitTimeMS: -1 },
      31373,
    ],
  ])('has to be complete: %j', (command, code) => {
    expect(ask(server, command)).toMatchObject({ ok: 0, code })
  })

  it('leaves time for others, however impatient it is', () => {
    const connection = server.connect()
    connection.receive(opMsg(waitFor(0), { flags: EXHAUST_ALLOWED }))
    expect(server.due()).toEqual([])
    clock += 1
    expect(server.due()).toHaveLength(1)
  })
})
