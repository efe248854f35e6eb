/** MongoDB's wire protocol: a command and its answer are an OP_MSG each. */
import { type Document, decode, encode } from 'bson'

const OP_MSG = 2013

/** Every message begins with four 32-bit integers. */
export const HEADER = 16

/** The command as bytes: header, flags, section kind, document. */
export function opMsg(requestId: number, command: Document): string {
  const body = `${int32(0)}\0${encode(command)}`
  const length = HEADER + body.length
  return `${[length, requestId, 0, OP_MSG].map(int32).join('')}${body}`
}

/** How many bytes the message has that begins with this header. */
export function lengthOf(header: string): number {
  return readInt32(header, 0)
}

/** The document in the bytes that follow a header. */
export function parseBody(body: string): Document {
  return decode(body.slice(5))
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
