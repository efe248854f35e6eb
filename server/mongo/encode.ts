/**
 * Builds BSON out of what commands answer with. Stored documents go in byte for byte; everything else is
 * encoded by the bson package.
 */
import { ByteUtils, NumberUtils, serialize } from 'bson'
import { TYPE } from './bson-type.ts'
import { Document, Value } from './document.ts'

/** What a command can answer with: plain values, values of the bson package, and documents as they are. */
export interface Reply {
  readonly [name: string]: ReplyValue
}
export type ReplyValue =
  | string
  | number
  | boolean
  | Date
  | { readonly _bsontype: string }
  | Document
  | Value
  | readonly ReplyValue[]
  | Reply

/** A document from the bytes of its elements. */
export function join(elements: readonly Uint8Array[]): Uint8Array {
  const length = elements.reduce((sum, element) => sum + element.length, 5)
  const bytes = new Uint8Array(length)
  NumberUtils.setInt32LE(bytes, 0, length)
  let at = 4
  for (const element of elements) {
    bytes.set(element, at)
    at += element.length
  }
  return bytes
}

/** One element: type, name and the bytes of a value. */
export function element(type: number, name: string, value: Uint8Array): Uint8Array {
  const text = ByteUtils.fromUTF8(name)
  const bytes = new Uint8Array(text.length + 2 + value.length)
  bytes[0] = type
  bytes.set(text, 1)
  bytes.set(value, text.length + 2)
  return bytes
}

/** The BSON bytes of a reply. Whole numbers that fit become int32, others double. */
export function encode(reply: Reply): Uint8Array {
  return join(Object.entries(reply).map(([name, value]) => encodeElement(name, value)))
}

function encodeElement(name: string, value: ReplyValue): Uint8Array {
  if (value instanceof Document) return element(TYPE.object, name, value.bytes)
  if (value instanceof Value) return element(value.type, name, value.bytes)
  if (isList(value)) {
    const items = value.map((item, index) => encodeElement(String(index), item))
    return element(TYPE.array, name, join(items))
  }
  if (isReply(value)) return element(TYPE.object, name, encode(value))
  return serialize({ [name]: value }).subarray(4, -1)
}

function isList(value: ReplyValue): value is readonly ReplyValue[] {
  return Array.isArray(value)
}

function isReply(value: ReplyValue): value is Reply {
  return typeof value === 'object' && !(value instanceof Date) && !('_bsontype' in value)
}
