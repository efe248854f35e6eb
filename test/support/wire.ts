/** Builds messages of the MongoDB wire protocol from plain objects, and reads replies back into them. */
import { ByteUtils, deserialize, NumberUtils, serialize } from 'bson'
import { sow } from '../../server/mongo/seed.ts'
import { MongoServer } from '../../server/mongo/server.ts'
import { crc32c } from '../../server/mongo/wire/checksum.ts'
import { randomBySeed } from '../../server/runtime/load/random.ts'
import { SEEDS } from '../../server/seeds.ts'
import { PARTS } from './parts.ts'

export interface OpMsgOptions {
  db?: string
  id?: number
  flags?: number
  sequences?: Record<string, object[]>
}

/** An OP_MSG; `$db` is added, `worldcup` unless said otherwise. */
export function opMsg(
  command: object,
  { db = 'worldcup', id = 1, flags = 0, sequences = {} }: OpMsgOptions = {},
): Uint8Array {
  const sections = [Uint8Array.of(0), serialize({ ...command, $db: db })]
  for (const [name, documents] of Object.entries(sequences)) sections.push(sequenceOf(name, documents))
  if (!(flags & 1)) return message(2013, id, [int32(flags), ...sections])
  const whole = message(2013, id, [int32(flags), ...sections, new Uint8Array(4)])
  const checksum = int32(crc32c(whole.subarray(0, -4)))
  return ByteUtils.concat([whole.subarray(0, -4), checksum])
}

/** The OP_QUERY that old and new drivers begin with. */
export function opQuery(command: object, { db = 'admin', id = 1 } = {}): Uint8Array {
  const namespace = ByteUtils.fromUTF8(`${db}.$cmd\0`)
  return message(2004, id, [int32(0), namespace, int32(0), int32(-1), serialize(command)])
}

/** Any message: header and body. */
export function message(opcode: number, id: number, parts: Uint8Array[]): Uint8Array {
  const body = ByteUtils.concat(parts)
  return ByteUtils.concat([int32(16 + body.length), int32(id), int32(0), int32(opcode), body])
}

export function int32(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  NumberUtils.setInt32LE(bytes, 0, value)
  return bytes
}

/** A section of an OP_MSG that holds an array of the command. */
export function sequenceOf(name: string, documents: object[]): Uint8Array {
  const content = ByteUtils.concat([
    ByteUtils.fromUTF8(`${name}\0`),
    ...documents.map((document) => serialize(document)),
  ])
  return ByteUtils.concat([Uint8Array.of(1), int32(content.length + 4), content])
}

/** The document of an OP_MSG or OP_REPLY, with numbers as numbers. */
export function body(reply: Uint8Array): Reply {
  const legacy = NumberUtils.getInt32LE(reply, 12) === 1
  return deserialize(reply.subarray(legacy ? 36 : 21)) as Reply
}

/** The body of a reply. */
export interface Reply {
  cursor: CursorReply
  code?: number
  errmsg?: string
  inprog?: Record<string, unknown>[]
  [name: string]: unknown
}

interface Found {
  _id: unknown
  [name: string]: unknown
}

export interface CursorReply {
  firstBatch: Found[]
  nextBatch: Found[]
  id: number
  ns: string
}

/** A server whose ids and clock can be foretold. */
export function testServer(now = () => 1_400_000_000_000): MongoServer {
  let ids = 0
  return new MongoServer({
    newId: () => Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ++ids),
    now,
    random: randomBySeed(1),
    version: '7.0.14',
    parts: PARTS,
  })
}

/** A server with the matches of 2014, and a few users. */
export function worldCup(): MongoServer {
  const server = testServer()
  sow(server, SEEDS)
  return server
}

/** Runs one command on a connection of its own and gives the reply. */
export function ask(server: MongoServer, command: object, options: OpMsgOptions = {}) {
  const connection = server.connect()
  const { replies } = connection.receive(opMsg(command, options))
  connection.close()
  return body(replies[0]!)
}
