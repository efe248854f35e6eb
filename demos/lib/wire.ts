/** MongoDB's wire protocol: a command and its answer are an OP_MSG each. */
import { type Document, decode, encode } from 'bson'

const OP_MSG = 2013
/** Nobody waits for an answer to this one: don't send any. */
const MORE_TO_COME = 2

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
  const flags = int32(answered ? 0 : MORE_TO_COME)
  const parts = [flags, '\0', encode(command)]
  if (sequence) {
    const { name, documents } = sequence
    const bytes = 4 + name.length + 1 + lengthOfAll(documents)
    parts.push('\x01', int32(bytes), name, '\0', ...documents)
  }
  const length = HEADER + lengthOfAll(parts)
  // Joined once: a big document is there twice for a moment, not more.
  return [length, requestId, 0, OP_MSG]
    .map(int32)
    .concat(parts)
    .join('')
}

/** How many bytes the message has that begins with this header. */
export function lengthOf(header: string): number {
  return readInt32(header, 0)
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

function readInt32(bytes: string, offset: number): number {
  let value = 0
  for (let index = 3; index >= 0; index -= 1) {
    value = (value << 8) | bytes.charCodeAt(offset + index)
  }
  return value
}
