import { describe, expect, it } from 'vitest'
import { ask, body, int32, message, opMsg, opQuery, testServer, worldCup } from '../support/wire.ts'

describe('the wire protocol', () => {
  it('answers the same however the bytes are cut', () => {
    const bytes = [
      opQuery({ isMaster: 1 }),
      opMsg({ find: 'matches', filter: { _id: 7 } }),
      opMsg({ ping: 1 }),
    ]
    const stream = Uint8Array.from(bytes.flatMap((part) => [...part]))
    const whole = worldCup().connect().receive(stream)
    expect(whole.replies).toHaveLength(3)
    for (let cut = 0; cut <= stream.length; cut++) {
      const connection = worldCup().connect()
      const first = connection.receive(stream.subarray(0, cut))
      const second = connection.receive(stream.subarray(cut))
      expect([...first.replies, ...second.replies].map((bytes) => [...bytes].join())).toEqual(
        whole.replies.map((bytes) => [...bytes].join()),
      )
    }
  })

  it('answers byte after byte', () => {
    const connection = worldCup().connect()
    const replies = [...opMsg({ ping: 1 })].flatMap((byte) => connection.receive(Uint8Array.of(byte)).replies)
    expect(replies.map(body)).toEqual([{ ok: 1 }])
  })

  it('answers the OP_QUERY handshake with OP_REPLY to that message', () => {
    const [reply] = testServer()
      .connect()
      .receive(opQuery({ isMaster: 1 }, { id: 77 })).replies
    const view = new DataView(reply!.buffer, reply!.byteOffset)
    expect([view.getInt32(0, true), view.getInt32(8, true), view.getInt32(12, true)]).toEqual([
      reply!.length,
      77,
      1,
    ])
    expect(body(reply!)).toMatchObject({ ismaster: true, minWireVersion: 0, maxWireVersion: 21, ok: 1 })
  })

  it('takes documents from a sequence beside the body', () => {
    const server = testServer()
    const sequences = { documents: [{ _id: 1 }, { _id: 2 }] }
    expect(ask(server, { insert: 'teams' }, { sequences })).toEqual({ n: 2, ok: 1 })
    expect(ask(server, { find: 'teams' }).cursor.firstBatch).toEqual([{ _id: 1 }, { _id: 2 }])
  })

  it('takes messages with a checksum', () => {
    expect(ask(testServer(), { ping: 1 }, { flags: 1 })).toEqual({ ok: 1 })
  })

  it('gives no reply where more is to come, but does what was asked', () => {
    const server = testServer()
    const connection = server.connect()
    expect(connection.receive(opMsg({ insert: 'teams', documents: [{ _id: 1 }] }, { flags: 2 }))).toEqual({
      replies: [],
    })
    expect(ask(server, { find: 'teams' }).cursor.firstBatch).toEqual([{ _id: 1 }])
  })

  const ping = () => opMsg({ ping: 1 })
  const broken: [name: string, bytes: Uint8Array, why: RegExp][] = [
    ['a message over the limit', int32(48_000_001), /48000001 bytes is longer/],
    ['a message shorter than its header', int32(15), /shorter than its header/],
    ['an opcode it does not know', message(2012, 1, []), /unsupported opcode 2012/],
    ['a message without flags', message(2013, 1, []), /no flags/],
    ['unknown flags', opMsg({ ping: 1 }, { flags: 4 }), /flags/],
    ['a message without a body', message(2013, 1, [int32(0)]), /no body/],
    ['two bodies', message(2013, 1, [int32(0), ping().subarray(20), ping().subarray(20)]), /two bodies/],
    ['a section it does not know', message(2013, 1, [int32(0), Uint8Array.of(9)]), /section kind 9/],
    [
      'a document longer than its message',
      message(2013, 1, [int32(0), Uint8Array.of(0), int32(99)]),
      /longer/,
    ],
    [
      'a document that ends too early',
      message(2013, 1, [int32(0), Uint8Array.of(0, 6, 0, 0, 0, 1, 0)]),
      /BSON/,
    ],
  ]
  it.each(broken)('closes on %s', (_name, bytes, why) => {
    const connection = testServer().connect()
    expect(connection.receive(bytes).close).toMatch(why)
    expect(connection.receive(opMsg({ ping: 1 }))).toMatchObject({ replies: [], close: expect.any(String) })
  })

  it('closes on nesting without end', () => {
    let command: object = {}
    for (let depth = 0; depth < 300; depth++) command = { a: command }
    expect(
      testServer()
        .connect()
        .receive(opMsg({ find: 'teams', filter: command })).close,
    ).toMatch(/nested/)
  })

  it('survives every message with one byte changed', () => {
    const bytes = opMsg({
      find: 'matches',
      filter: { $or: [{ teamA: 'Brazil' }, { goalA: { $gt: 3 } }] },
      limit: 3,
    })
    const server = worldCup()
    for (let at = 0; at < bytes.length; at++) {
      for (const value of [0, 1, 3, 0x7f, 0xff]) {
        const changed = bytes.slice()
        changed[at] = value
        expect(() => server.connect().receive(changed)).not.toThrow()
      }
    }
  })
})
