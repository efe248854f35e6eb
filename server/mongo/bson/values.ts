/** Values and documents that are made here instead of read: what operators compute and commands answer. */
import { TYPE } from './bson-type.ts'
import { doubleBytes, int32Bytes, int64Bytes, utf8, writeInt32 } from './bytes.ts'
import { decimalBytes, type Scaled } from './decimal.ts'
import { Document, Value } from './document.ts'

function made(type: number, bytes: Uint8Array): Value {
  return new Value(type, bytes, 0, bytes.length)
}

const NOTHING = new Uint8Array(0)

export const NULL = made(TYPE.null, NOTHING)
export const UNDEFINED = made(TYPE.undefined, NOTHING)
export const MIN_KEY = made(TYPE.minKey, NOTHING)
export const MAX_KEY = made(TYPE.maxKey, NOTHING)
export const TRUE = made(TYPE.bool, Uint8Array.of(1))
export const FALSE = made(TYPE.bool, Uint8Array.of(0))

export function bool(value: boolean): Value {
  return value ? TRUE : FALSE
}

export function int(value: number): Value {
  return made(TYPE.int, int32Bytes(value))
}

export function long(value: bigint): Value {
  return made(TYPE.long, int64Bytes(value))
}

export function double(value: number): Value {
  return made(TYPE.double, doubleBytes(value))
}

/** A decimal; beyond 34 digits it is rounded. */
export function decimal(value: Scaled | number): Value {
  return made(TYPE.decimal, decimalBytes(value))
}

/** An int if it is whole and fits, else a double. */
export function numberValue(value: number): Value {
  return (value | 0) === value && !Object.is(value, -0) ? int(value) : double(value)
}

/** Milliseconds since the epoch. */
export function date(time: bigint): Value {
  return made(TYPE.date, int64Bytes(time))
}

export function timestamp(seconds: number, increment: number): Value {
  return made(TYPE.timestamp, int64Bytes((BigInt(seconds) << 32n) | BigInt(increment)))
}

/** From its 12 bytes. */
export function objectId(bytes: Uint8Array): Value {
  return made(TYPE.objectId, bytes)
}

export function text(value: string): Value {
  const content = utf8(value)
  const bytes = new Uint8Array(content.length + 5)
  writeInt32(bytes, 0, content.length + 1)
  bytes.set(content, 4)
  return made(TYPE.string, bytes)
}

/** Binary data of a subtype, such as 4 for a UUID. */
export function binary(subtype: number, content: Uint8Array): Value {
  const bytes = new Uint8Array(content.length + 5)
  writeInt32(bytes, 0, content.length)
  bytes[4] = subtype
  bytes.set(content, 5)
  return made(TYPE.binData, bytes)
}

export function object(document: Document): Value {
  return made(TYPE.object, document.bytes)
}

export function array(values: readonly Value[]): Value {
  return made(
    TYPE.array,
    joinElements(values.map((value, index) => element(value.type, String(index), value.bytes))),
  )
}

/** A document of these fields, in this order. */
export function documentOf(fields: Iterable<readonly [name: string, value: Value]>): Document {
  return new Document(
    joinElements(Array.from(fields, ([name, value]) => element(value.type, name, value.bytes))),
  )
}

/** The bytes of a document out of those of its elements. */
export function joinElements(elements: readonly Uint8Array[]): Uint8Array {
  const length = elements.reduce((sum, element) => sum + element.length, 5)
  const bytes = new Uint8Array(length)
  writeInt32(bytes, 0, length)
  let at = 4
  for (const element of elements) {
    bytes.set(element, at)
    at += element.length
  }
  return bytes
}

/** The bytes of one element: type, name and the bytes of a value. */
export function element(type: number, name: string, value: Uint8Array): Uint8Array {
  const label = utf8(name)
  const bytes = new Uint8Array(label.length + 2 + value.length)
  bytes[0] = type
  bytes.set(label, 1)
  bytes.set(value, label.length + 2)
  return bytes
}
