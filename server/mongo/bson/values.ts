/** Values and documents that are made here instead of read: what operators compute and commands answer. */
import { TYPE } from './bson-type.ts'
import { copyBytes, utf8Length, writeDouble, writeInt32, writeInt64, writeUtf8 } from './bytes.ts'
import { decimalBytes, type Scaled } from './decimal.ts'
import { Document, type Field, Value } from './document.ts'
import { LARGE, Slab } from './slab.ts'

const room = new Slab()

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

/** A value of a fixed size. */
function fixed<Content>(
  type: number,
  size: number,
  write: (bytes: Uint8Array, at: number, content: Content) => void,
): (content: Content) => Value {
  return (content) => {
    const at = room.take(size)
    write(room.block, at, content)
    return new Value(type, room.block, at, at + size)
  }
}

export const int = fixed(TYPE.int, 4, writeInt32)
export const long = fixed(TYPE.long, 8, writeInt64)
export const double = fixed(TYPE.double, 8, writeDouble)
/** Milliseconds since the epoch. */
export const date = fixed(TYPE.date, 8, writeInt64)

/** A decimal; beyond 34 digits it is rounded. */
export function decimal(value: Scaled | number): Value {
  return made(TYPE.decimal, decimalBytes(value))
}

/** An int if it is whole and fits, else a double. */
export function numberValue(value: number): Value {
  return (value | 0) === value && !Object.is(value, -0) ? int(value) : double(value)
}

export function timestamp(seconds: number, increment: number): Value {
  const { source, start, end } = long((BigInt(seconds) << 32n) | BigInt(increment))
  return new Value(TYPE.timestamp, source, start, end)
}

/** From its 12 bytes. */
export function objectId(bytes: Uint8Array): Value {
  return made(TYPE.objectId, bytes)
}

export function text(value: string): Value {
  const length = utf8Length(value)
  const size = length + 5
  const at = size > LARGE ? 0 : room.take(size)
  const bytes = size > LARGE ? new Uint8Array(size) : room.block
  writeInt32(bytes, at, length + 1)
  writeUtf8(bytes, at + 4, value)
  return new Value(TYPE.string, bytes, at, at + size)
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
  return arrayOf(values.map((value, index) => ({ name: String(index), value })))
}

/** An array of elements whose names are right. */
export function arrayOf(elements: readonly Part[]): Value {
  return made(TYPE.array, join(elements).bytes)
}

/** A document of these fields, in this order. */
export function documentOf(fields: Iterable<readonly [name: string, value: Value]>): Document {
  return join(Array.from(fields, ([name, value]) => ({ name, value })))
}

/** What a document is joined of: a field of another one, whose bytes are copied, or (without `start`) a new one. */
export type Part = Pick<Field, 'name' | 'value'> & { readonly start?: number }

/** Several fields of a document as they lie there. */
export function span({ bytes }: Document, start = 4, end = bytes.length - 1): Part {
  return { name: '', value: new Value(0, bytes, start, end), start }
}

/** A document of all these. */
export function join(parts: readonly Part[]): Document {
  let length = 5
  for (const { name, value, start } of parts)
    length += value.end - (start ?? value.start - utf8Length(name) - 2)
  const bytes = room.bytes(length)
  writeInt32(bytes, 0, length)
  let at = 4
  for (let index = 0; index < parts.length; index++) {
    const { name, value, start } = parts[index]!
    let { end } = value
    if (start === undefined) {
      bytes[at] = value.type
      at = writeUtf8(bytes, at + 1, name) + 1
    } else {
      // Neighbours are copied together.
      while (parts[index + 1]?.start === end && parts[index + 1]!.value.source === value.source)
        end = parts[++index]!.value.end
    }
    at = copyBytes(value.source, start ?? value.start, end, bytes, at)
  }
  return new Document(bytes)
}

/** The document without fields. */
export const EMPTY = documentOf([])
