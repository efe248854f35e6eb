/** MongoDB's wire protocol: a command and its answer are an OP_MSG each. */
import { type Document, decode, encode } from 'bson'

const OP_MSG = int32(2013)
/** What it answers, if it were an answer. */
const NO_REQUEST = int32(0)

/** Flags: somebody waits for an answer, or nobody does, so don't. */
const ANSWERED = int32(0)
const MORE_TO_COME = int32(2)

/** Every message begins with four 32-bit integers. */
export const HEADER = 16

/** A field of the command whose documents travel beside it, encoded. */
export interface Sequence {
  name: string
  documents: string[]
}

/**
 * The command as bytes; `answered` says whether anybody wants a reply.
 *
 *     │ length │ id │ 0 │ 2013 │ flags │ 0 │ command │ 1 │ sequence │
 */
export function opMsg(
  requestId: number,
  command: Document,
  answered = true,
  sequence?: Sequence,
): string {
  const body = encode(command)
  const flags = answered ? ANSWERED : MORE_TO_COME
  if (!sequence) {
    const head = headerOf(HEADER + 5 + body.length, requestId)
    return `${head}${flags}\0${body}`
  }
  const { name, documents } = sequence
  const bytes = 4 + name.length + 1 + lengthOfAll(documents)
  const length = HEADER + 5 + body.length + 1 + bytes
  const head = `${headerOf(length, requestId)}${flags}\0${body}`
  // Joined once: big documents are there twice for a moment, not more.
  return [head, '\x01', int32(bytes), name, '\0', ...documents].join('')
}

function headerOf(length: number, requestId: number): string {
  return int32(length) + int32(requestId) + NO_REQUEST + OP_MSG
}

/** How many bytes the message has that begins with this header. */
export function lengthOf(header: string): number {
  const low = header.charCodeAt(0) | (header.charCodeAt(1) << 8)
  const high = header.charCodeAt(2) | (header.charCodeAt(3) << 8)
  return low | (high << 16)
}

/** The document in the bytes that follow a header. */
export function parseBody(body: string): Document {
  return decode(body.slice(5))
}

function lengthOfAll(parts: string[]): number {
  let length = 0
  for (const part of parts) length += part.length
  return length
}

function int32(value: number): string {
  return String.fromCharCode(
    value & 255,
    (value >> 8) & 255,
    (value >> 16) & 255,
    (value >> 24) & 255,
  )
}
