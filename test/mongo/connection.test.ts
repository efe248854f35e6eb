import { ByteUtils, serialize } from 'bson'
import { describe, expect, it } from 'vitest'
import { crc32c } from '../../server/mongo/wire/checksum.ts'
import {
  ask,
  body,
  int32,
  message,
  opMsg,
  opQuery,
  sequenceOf,
  testServer,
  worldCup,
} from '../support/wire.ts'

function nested(depth: number): object {
  let document = {}
  for (let level = 0; level < depth; level++) document = { a: document }
  return document
}

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

  it('takes messages with a checksum, and closes if it is wrong', () => {
    expect(crc32c(ByteUtils.fromUTF8('123456789')) >>> 0).toBe(0xe3069283)
    expect(ask(testServer(), { ping: 1 }, { flags: 1 })).toEqual({ ok: 1 })
    const wrong = opMsg({ ping: 1 }, { flags: 1 })
    wrong[30]! ^= 1
    expect(testServer().connect().receive(wrong).close).toMatch(/checksum/)
  })

  it('gives no reply where more is to come, but does what was asked', () => {
    const server = testServer()
    const connection = server.connect()
    expect(connection.receive(opMsg({ insert: 'teams', documents: [{ _id: 1 }] }, { flags: 2 }))).toEqual({
      replies: [],
    })
    expect(ask(server, { find: 'teams' }).cursor.firstBatch).toEqual([{ _id: 1 }])
  })

  const broken: [name: string, bytes: Uint8Array, why: RegExp][] = [
    ['a message over the limit', int32(48_000_001), /48000001 bytes is longer/],
    ['a message shorter than its header', int32(15), /shorter than its header/],
    ['an opcode it does not know', message(2012, 1, []), /unsupported opcode 2012/],
    ['a reply', message(1, 1, [new Uint8Array(20), serialize({ ok: 1 })]), /a reply came/],
    ['a message without flags', message(2013, 1, []), /no flags/],
    ['unknown flags', opMsg({ ping: 1 }, { flags: 4 }), /flags/],
    [
      'a document longer than its message',
      message(2013, 1, [int32(0), Uint8Array.of(0), int32(99)]),
      /longer/,
    ],
  ]
  it.each(broken)('closes on %s', (_name, bytes, why) => {
    const connection = testServer().connect()
    expect(connection.receive(bytes).close).toMatch(why)
    expect(connection.receive(opMsg({ ping: 1 }))).toMatchObject({ replies: [], close: expect.any(String) })
  })

  const section = (command: object) => opMsg(command).subarray(20)
  const twice = sequenceOf('documents', [{ _id: 1 }])
  const refused: [name: string, sections: Uint8Array[], code: number, errmsg: string | RegExp][] = [
    ['a message without a body', [], 40587, 'OP_MSG messages must have a body'],
    ['two bodies', [section({ ping: 1 }), section({ ping: 1 })], 40430, 'Multiple body sections in message'],
    ['a section it does not know', [Uint8Array.of(9)], 40432, 'Unknown section kind 9'],
    ['two sequences of one name', [twice, twice], 40431, 'Duplicate document sequence: documents'],
    [
      'a sequence whose name the body has',
      [section({ insert: 'teams', documents: [] }), twice],
      40433,
      'Duplicate field between body and document sequence documents',
    ],
    ['a document that ends too early', [Uint8Array.of(0, 6, 0, 0, 0, 1, 0)], 22, /BSON/],
    ['nesting without end', [section({ find: 'teams', filter: nested(300) })], 22, /nested/],
  ]
  it.each(refused)('answers %s with an error, and goes on', (_name, sections, code, errmsg) => {
    const connection = testServer().connect()
    const { replies } = connection.receive(message(2013, 5, [int32(0), ...sections]))
    expect(body(replies[0]!)).toMatchObject({ ok: 0, code, errmsg: expect.stringMatching(errmsg) })
    expect(connection.receive(opMsg({ ping: 1 })).replies).toHaveLength(1)
  })

  it('answers what came before bytes that make no sense, then closes', () => {
    const bytes = ByteUtils.concat([opMsg({ ping: 1 }), int32(3), new Uint8Array(12)])
    const { replies, close } = testServer().connect().receive(bytes)
    expect(replies.map(body)).toEqual([{ ok: 1 }])
    expect(close).toMatch(/shorter/)
  })

  it('takes documents of 16 MiB and a little, no longer ones', () => {
    const server = testServer()
    const blank = (length: number) => ({ ping: 1, comment: ' '.repeat(length) })
    expect(ask(server, blank(16 * 1024 * 1024 + 16_000))).toEqual({ ok: 1 })
    expect(ask(server, blank(16 * 1024 * 1024 + 16_384))).toMatchObject({
      code: 10334,
      codeName: 'BSONObjectTooLarge',
    })
  })

  it('takes a handshake wrapped in $query, with what newer drivers add to it', () => {
    const command = { isMaster: 1, compression: ['zlib'], speculativeAuthenticate: { saslStart: 1 } }
    const { replies } = testServer()
      .connect()
      .receive(opQuery({ $query: command, $readPreference: {} }))
    const reply = body(replies[0]!)
    expect(reply).toMatchObject({ ismaster: true, ok: 1 })
    expect(Object.keys(reply)).not.toContain('compression')
    expect(Object.keys(reply)).not.toContain('speculativeAuthenticate')
  })

  it('takes nothing but handshakes by the old protocol', () => {
    const connection = testServer().connect()
    expect(body(connection.receive(opQuery({ find: 'teams' })).replies[0]!)).toMatchObject({
      ok: 0,
      code: 352,
      codeName: 'UnsupportedOpQueryCommand',
    })
    const direct = message(2004, 3, [
      int32(0),
      ByteUtils.fromUTF8('worldcup.teams\0'),
      int32(0),
      int32(1),
      serialize({}),
    ])
    const [reply] = connection.receive(direct).replies
    expect(body(reply!)).toMatchObject({
      ok: 0,
      code: 5739101,
      $err: expect.stringContaining('OP_QUERY is no longer supported'),
    })
    expect(reply![16]! & 2).toBe(2)
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
