/** Turns what commands answer with into BSON. Stored documents and values go in byte for byte. */
import { Document, Value } from './document.ts'
import { array, bool, date, join, long, NULL, numberValue, object, text } from './values.ts'

/** What a command can answer with: plain values, and documents and values as they are. A bigint becomes a long. */
export interface Reply {
  readonly [name: string]: ReplyValue
}
export type ReplyValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Date
  | Document
  | Value
  | readonly ReplyValue[]
  | Reply

/** The document that says this. Whole numbers that fit become int32, others double. */
export function encode(reply: Reply): Document {
  return join(Object.entries(reply).map(([name, value]) => ({ name, value: encodeValue(value) })))
}

/** The value that says this. */
export function encodeValue(value: ReplyValue): Value {
  if (typeof value === 'string') return text(value)
  if (typeof value === 'number') return numberValue(value)
  if (typeof value === 'bigint') return long(value)
  if (typeof value === 'boolean') return bool(value)
  if (value === null) return NULL
  if (value instanceof Value) return value
  if (value instanceof Document) return object(value)
  if (value instanceof Date) return date(BigInt(value.getTime()))
  return isList(value) ? array(value.map(encodeValue)) : object(encode(value))
}

function isList(value: Reply | readonly ReplyValue[]): value is readonly ReplyValue[] {
  return Array.isArray(value)
}
