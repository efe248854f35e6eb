/**
 * The messages of the wire protocol: OP_MSG for everything, OP_QUERY and OP_REPLY for the first handshake of
 * drivers that don't know yet whom they talk to.
 *
 *     OP_MSG     header | uint32 flags | sections … | [uint32 checksum]
 *     section 0  00 | document                                    the command itself, exactly once
 *     section 1  01 | int32 size | cstring name | documents …     an array of the command, unpacked
 *     OP_QUERY   header | int32 flags | cstring namespace | int32 skip | int32 return | document
 *     OP_REPLY   header | int32 flags | int64 cursor | int32 from | int32 count | document
 */
import { TYPE } from '../bson/bson-type.ts'
import { readInt32, readText, writeInt32 } from '../bson/bytes.ts'
import { Document, MalformedError, statedLength } from '../bson/document.ts'
import { CommandError } from '../command-error.ts'
import { crc32c } from './checksum.ts'
import { HEADER } from './frames.ts'

const OP_REPLY = 1
const OP_QUERY = 2004
const OP_MSG = 2013

const CHECKSUM_PRESENT = 1
const MORE_TO_COME = 2
const EXHAUST_ALLOWED = 1 << 16
/** A receiver has to understand the lower 16 flags; the others it may ignore. */
const UNKNOWN_FLAGS = 0xffff & ~(CHECKSUM_PRESENT | MORE_TO_COME)

/** What a reply has to know of the message it answers. */
export interface Head {
  id: number
  responseTo: number
  /** True for the old pair OP_QUERY and OP_REPLY. */
  legacy: boolean
  /** The sender wants no reply. */
  moreToCome: boolean
  /** The sender takes further replies without asking again. */
  exhaustAllowed: boolean
}

/** A message, whichever way it goes. */
export interface Message extends Head {
  /** `db.$cmd` in OP_QUERY, else empty. */
  namespace: string
  body: Document
  /** Arrays of documents that travelled beside the body, by name. */
  sequences: Map<string, Document[]>
}

/** Reads what stands at the beginning of every message. */
export function readHead(bytes: Uint8Array): Head {
  const modern = readInt32(bytes, 12) === OP_MSG
  const flags = modern && bytes.length >= HEADER + 4 ? readInt32(bytes, HEADER) : 0
  return {
    id: readInt32(bytes, 4),
    responseTo: readInt32(bytes, 8),
    legacy: !modern,
    moreToCome: (flags & MORE_TO_COME) !== 0,
    exhaustAllowed: (flags & EXHAUST_ALLOWED) !== 0,
  }
}

/**
 * Reads one whole message. Its documents are views of `bytes`. Throws MalformedError where mongod closes the
 * connection, and a CommandError where it answers.
 */
export function readMessage(bytes: Uint8Array): Message {
  const { id, responseTo, legacy, moreToCome, exhaustAllowed } = readHead(bytes)
  const { namespace, body, sequences } = readContent(bytes)
  return { id, responseTo, legacy, moreToCome, exhaustAllowed, namespace, body, sequences }
}

/** The database that a message is for; empty if it doesn't say. */
export function databaseName({ legacy, namespace, body }: Message): string {
  if (legacy) return namespace.split('.', 1)[0]!
  const value = body.get('$db')
  return value?.type === TYPE.string ? value.text : ''
}

/** What a reply is beside an ordinary one. */
export interface Special {
  /** An OP_REPLY to a command that wasn't even run. */
  failed?: boolean
  /** Another reply follows this one by itself. */
  moreToCome?: boolean
}

/** An OP_MSG, or the OP_REPLY to an OP_QUERY. */
export function writeReply(id: number, request: Head, body: Uint8Array, special: Special = {}): Uint8Array {
  const start = HEADER + (request.legacy ? 20 : 5)
  const bytes = new Uint8Array(start + body.length)
  writeInt32(bytes, 0, bytes.length)
  writeInt32(bytes, 4, id)
  writeInt32(bytes, 8, request.id)
  writeInt32(bytes, 12, request.legacy ? OP_REPLY : OP_MSG)
  if (request.legacy) {
    const awaitCapable = 8
    const queryFailure = 2
    writeInt32(bytes, HEADER, awaitCapable | (special.failed ? queryFailure : 0))
    writeInt32(bytes, HEADER + 16, 1)
  } else if (special.moreToCome) writeInt32(bytes, HEADER, MORE_TO_COME)
  bytes.set(body, start)
  return bytes
}

type Content = Pick<Message, 'namespace' | 'body' | 'sequences'>

function readContent(bytes: Uint8Array): Content {
  const opcode = readInt32(bytes, 12)
  if (opcode === OP_MSG) return readSections(bytes)
  if (opcode === OP_QUERY) return readQuery(bytes)
  if (opcode === OP_REPLY)
    return { namespace: '', body: readDocument(bytes, HEADER + 20), sequences: new Map() }
  throw new MalformedError(`unsupported opcode ${opcode}`)
}

function readSections(bytes: Uint8Array): Content {
  const sections = withoutChecksum(bytes)
  const end = sections.length
  const sequences = new Map<string, Document[]>()
  let body: Document | undefined
  for (let at = HEADER + 4; at < end; ) {
    const kind = sections[at]
    if (kind === 0) {
      if (body) throw new CommandError(40430, 'Multiple body sections in message')
      body = readDocument(sections, at + 1)
      at += 1 + body.bytes.length
    } else if (kind === 1) at = readSequence(sections, at + 1, sequences)
    else throw new CommandError(40432, `Unknown section kind ${kind}`)
  }
  if (!body) throw new CommandError(40587, 'OP_MSG messages must have a body')
  return { namespace: '', body, sequences }
}

/** The message without its checksum, if that is right or there is none. */
function withoutChecksum(bytes: Uint8Array): Uint8Array {
  if (bytes.length < HEADER + 4) throw new MalformedError('a message has no flags')
  const flags = readInt32(bytes, HEADER)
  if (flags & UNKNOWN_FLAGS) throw new MalformedError(`unknown message flags ${flags & UNKNOWN_FLAGS}`)
  if (!(flags & CHECKSUM_PRESENT)) return bytes
  const end = bytes.length - 4
  const content = bytes.subarray(0, end)
  if (end >= HEADER + 4 && crc32c(content) === readInt32(bytes, end)) return content
  throw new MalformedError('the checksum of a message is wrong')
}

/** Returns where the section ends. */
function readSequence(bytes: Uint8Array, start: number, sequences: Map<string, Document[]>): number {
  const size = start + 4 <= bytes.length ? readInt32(bytes, start) : 0
  const end = start + size
  if (size < 5 || end > bytes.length) throw new MalformedError('a document sequence has the wrong size')
  const { text: name, next } = readName(bytes.subarray(0, end), start + 4)
  if (sequences.has(name)) throw new CommandError(40431, `Duplicate document sequence: ${name}`)
  const documents: Document[] = []
  for (let at = next; at < end; ) {
    const document = readDocument(bytes.subarray(0, end), at)
    documents.push(document)
    at += document.bytes.length
  }
  sequences.set(name, documents)
  return end
}

function readQuery(bytes: Uint8Array): Content {
  const { text: namespace, next } = readName(bytes, HEADER + 4)
  const body = readDocument(bytes, next + 8)
  const wrapped = body.get('$query')
  return { namespace, body: wrapped?.isDocument ? wrapped.document : body, sequences: new Map() }
}

function readName(bytes: Uint8Array, start: number): { text: string; next: number } {
  const end = bytes.indexOf(0, start)
  if (end < 0) throw new MalformedError('a name in a message has no end')
  return { text: readText(bytes, start, end), next: end + 1 }
}

function readDocument(bytes: Uint8Array, start: number): Document {
  return new Document(bytes.subarray(start, start + statedLength(bytes, start)))
}
