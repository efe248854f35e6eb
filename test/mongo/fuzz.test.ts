/** Whatever bytes come, the server answers or closes the connection; it never throws and never stops serving. */
import { deserialize, ObjectId, serialize } from 'bson'
import { describe, expect, it } from 'vitest'
import type { MongoConnection } from '../../server/mongo/connection.ts'
import type { MongoServer } from '../../server/mongo/server.ts'
import { randomBySeed } from '../../server/runtime/load/random.ts'
import { ask, opMsg, opQuery, testServer } from '../support/wire.ts'

const MESSAGES = 100_000
/** After so many, a new server: what the mutants stored would slow the rest down. */
const GENERATION = 1000

const random = randomBySeed(2014)
const below = (limit: number) => Math.floor(random() * limit)

type Bytes = Uint8Array<ArrayBuffer>

const person = {
  _id: new ObjectId('00112233445566778899aabb'),
  name: 'Ada',
  tags: ['a', 'b'],
  born: new Date(0),
  n: 5n,
  x: 1.5,
  nested: { deep: [{ er: null }] },
  pattern: /a.b/i,
  bytes: new Uint8Array(5),
}
const all = { q: {}, limit: 0 }
const seeds = [
  opQuery({ isMaster: 1, client: { application: { name: 'fuzz' } } }),
  opMsg({ hello: 1 }),
  opMsg({ insert: 'people', documents: [person, { a: 1 }] }),
  opMsg({ insert: 'people', ordered: false }, { sequences: { documents: [person, { b: [1, 2] }] } }),
  opMsg({ ping: 1 }, { flags: 1 }),
  opMsg({
    find: 'people',
    filter: { n: { $gt: 3, $in: [5, 6n] }, name: { $exists: true } },
    sort: { n: -1 },
  }),
  opMsg({
    find: 'people',
    filter: { $or: [{ tags: { $all: ['a'] } }, { tags: { $size: 2 } }] },
    batchSize: 1,
  }),
  opMsg({
    find: 'people',
    filter: { tags: { $elemMatch: { $gte: 'a' } } },
    projection: { tags: { $slice: 1 } },
  }),
  opMsg({ getMore: 7n, collection: 'people', batchSize: 2 }),
  opMsg({ killCursors: 'people', cursors: [7n] }),
  opMsg({
    update: 'people',
    updates: [{ q: { n: 5 }, u: { $set: { 'a.b': 1 }, $inc: { x: 2 } }, upsert: true }],
  }),
  opMsg({
    update: 'people',
    updates: [{ q: {}, u: { $push: { tags: { $each: ['c'], $slice: -2 } } }, multi: true }],
  }),
  opMsg({ delete: 'people', deletes: [all] }),
  opMsg({ findAndModify: 'people', query: { n: 5 }, update: { $min: { n: 2 } }, new: true }),
  opMsg({
    aggregate: 'people',
    pipeline: [
      { $match: { n: { $gte: 1 } } },
      { $group: { _id: '$name', sum: { $sum: '$n' } } },
      { $limit: 5 },
    ],
    cursor: { batchSize: 1 },
  }),
  opMsg(
    { configureFailPoint: 'failCommand', mode: { times: 1 }, data: { failCommands: ['ping'] } },
    { db: 'admin' },
  ),
  opMsg({ currentOp: 1, $all: true }, { db: 'admin' }),
  opMsg({ serverStatus: 1, lsid: { id: person.bytes } }),
  opMsg({ endSessions: [{ id: 1 }], writeConcern: { w: 0 } }, { flags: 2 }),
]

/** Changes a message in one to four places; half of the time its length is put right again. */
function mutate(): Bytes {
  let bytes: Bytes = Uint8Array.from(seeds[below(seeds.length)]!)
  for (let times = 1 + below(4); times > 0; times--) bytes = MUTATIONS[below(MUTATIONS.length)]!(bytes)
  if (bytes.length >= 4 && random() < 0.7) new DataView(bytes.buffer).setInt32(0, bytes.length, true)
  return bytes
}

const INTERESTING = [0, 1, 2, 3, 4, 5, 16, 17, 18, 19, 0x24, 0x2e, 0x7f, 0x80, 0xfe, 0xff]
const MUTATIONS: ((bytes: Bytes) => Bytes)[] = [
  (bytes) => replace(bytes, () => below(256)),
  (bytes) => replace(bytes, () => INTERESTING[below(INTERESTING.length)]!),
  (bytes) => replace(bytes, (byte) => byte ^ (1 << below(8))),
  (bytes) => bytes.slice(0, below(bytes.length)),
  (bytes) => join(bytes.slice(0, at(bytes)), bytes.slice(at(bytes))),
  (bytes) => {
    const other = seeds[below(seeds.length)]!
    return join(bytes.slice(0, at(bytes)), other.slice(at(other)))
  },
  (bytes) => {
    if (bytes.length < 4) return bytes
    const value = [-1, 0, 4, 5, 0x7fffffff, -0x80000000, bytes.length][below(7)]!
    new DataView(bytes.buffer).setInt32(below(bytes.length - 3), value, true)
    return bytes
  },
]

function replace(bytes: Bytes, change: (byte: number) => number): Bytes {
  const place = at(bytes)
  if (place < bytes.length) bytes[place] = change(bytes[place]!)
  return bytes
}

function at({ length }: Uint8Array): number {
  return length > 16 && random() < 0.9 ? 16 + below(length - 16) : below(Math.max(1, length))
}

function join(a: Uint8Array, b: Uint8Array): Bytes {
  const bytes = new Uint8Array(a.length + b.length)
  bytes.set(a)
  bytes.set(b, a.length)
  return bytes
}

/** What a client would stumble over in a reply; undefined if it is as it should be. */
function fault(reply: Uint8Array): string | undefined {
  const view = new DataView(reply.buffer, reply.byteOffset, reply.length)
  const opcode = view.getInt32(12, true)
  if (view.getInt32(0, true) !== reply.length) return 'wrong length'
  if (opcode !== 1 && opcode !== 2013) return `opcode ${opcode}`
  const { ok, code, errmsg } = deserialize(reply.subarray(opcode === 1 ? 36 : 21), {
    validation: { utf8: false },
    bsonRegExp: true,
  })
  if (ok !== 1 && ok !== 0) return 'no ok'
  return code === 1 ? `internal error: ${errmsg}` : undefined
}

/** Sends mutants to a server; says what was wrong with its replies. */
function torment(server: MongoServer, count: number, tick: () => void): string[] {
  const faults: string[] = []
  let connection: MongoConnection | undefined
  const take = (replies: readonly Uint8Array[]) =>
    faults.push(...replies.map(fault).filter((found) => found !== undefined))
  for (let sent = 0; sent < count; sent++) {
    connection ??= server.connect()
    const bytes = mutate()
    const cut = random() < 0.2 ? below(bytes.length + 1) : 0
    const first = connection.receive(bytes.slice(0, cut))
    const second = connection.receive(bytes.slice(cut))
    take([...first.replies, ...second.replies])
    tick()
    for (const { connection: id } of server.due())
      if (id !== connection.id) faults.push('a stranger was answered')
    if (second.close !== undefined || connection.operation || random() < 0.1) {
      connection.close()
      connection = undefined
    }
  }
  connection?.close()
  return faults
}

describe('the server under fire', () => {
  it(`answers or closes on ${MESSAGES} mutated messages, and serves on`, { timeout: 120_000 }, () => {
    for (let done = 0; done < MESSAGES; done += GENERATION) {
      let now = 1_400_000_000_000
      const server = testServer(() => now)
      const faults = torment(server, GENERATION, () => {
        now += 10
      })
      expect(faults).toEqual([])
      ask(server, { configureFailPoint: 'failCommand', mode: 'off' }, { db: 'admin' })
      expect(ask(server, { ping: 1 })).toEqual({ ok: 1 })
      now += 600_001
      expect(server.openCursors).toBe(0)
      expect(server.nextDeadline).toBeUndefined()
    }
  })

  it('takes every cut of a long stream of good and bad messages', () => {
    const stream = join(join(seeds[2]!, seeds[5]!), serialize({ not: 'a message' }))
    const whole = testServer().connect().receive(stream)
    expect(whole.replies).toHaveLength(2)
    expect(whole.close).toBeDefined()
    for (let cut = 0; cut <= stream.length; cut++) {
      const connection = testServer().connect()
      const first = connection.receive(stream.slice(0, cut))
      const second = connection.receive(stream.slice(cut))
      expect([...first.replies, ...second.replies]).toHaveLength(2)
      expect(second.close ?? first.close).toBe(whole.close)
    }
  })
})
