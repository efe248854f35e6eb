/**
 * A BSON document as a view of its bytes. Decoding into JavaScript objects would lose what MongoDB keeps (the
 * order of integer-like keys, int against long against double), so the bytes stay and values are read on demand.
 */
import { rankOfType, TYPE } from './bson-type.ts'
import { readDouble, readInt32, readInt64, readText } from './bytes.ts'

/** Deeper nesting than this is refused, as mongod does; it also bounds every recursion over documents. */
const MAX_DEPTH = 180

/** The bytes are not what they claim to be. */
export class MalformedError extends Error {}

/** One value inside a document. What it holds is read only when asked for. */
export class Value {
  readonly type: number
  readonly source: Uint8Array
  readonly start: number
  readonly end: number
  #document: Document | undefined
  #text: string | undefined

  constructor(type: number, source: Uint8Array, start: number, end: number) {
    this.type = type
    this.source = source
    this.start = start
    this.end = end
  }

  /** Its place in the order of types; values of different ranks never equal each other. */
  get rank(): number {
    return rankOfType[this.type]!
  }

  get isDocument(): boolean {
    return this.type === TYPE.object
  }

  get isArray(): boolean {
    return this.type === TYPE.array
  }

  /** The bytes of the value alone, without type and name. */
  get bytes(): Uint8Array {
    return this.source.subarray(this.start, this.end)
  }

  /** The embedded document or array. Only for those two types. */
  get document(): Document {
    this.#document ??= new Document(this.bytes)
    return this.#document
  }

  /** The elements of an array. Only for arrays. */
  get elements(): Value[] {
    return this.document.fields.map((field) => field.value)
  }

  /** The text of a string, symbol or code. Only for those types. */
  get text(): string {
    this.#text ??= readText(this.source, this.start + 4, this.end - 1)
    return this.#text
  }

  get boolean(): boolean {
    return this.source[this.start] === 1
  }

  /** Pattern and flags of a regular expression. Only for that type. */
  get regex(): { pattern: string; flags: string } {
    const middle = this.source.indexOf(0, this.start)
    return {
      pattern: readText(this.source, this.start, middle),
      flags: readText(this.source, middle + 1, this.end - 1),
    }
  }

  /** The 64 bits of a long, date or timestamp, signed. */
  get int64(): bigint {
    return readInt64(this.source, this.start)
  }

  get int32(): number {
    return readInt32(this.source, this.start)
  }

  get double(): number {
    return readDouble(this.source, this.start)
  }
}

/** A name and its value. `start` is where the element (type byte, name, value) begins in the document. */
export interface Field {
  readonly name: string
  readonly value: Value
  readonly start: number
}

/** An ordered list of fields over bytes that nobody changes. Throws MalformedError when read, if they aren't BSON. */
export class Document {
  readonly bytes: Uint8Array
  #fields: readonly Field[] | undefined

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  get fields(): readonly Field[] {
    this.#fields ??= readFields(this.bytes)
    return this.#fields
  }

  /** The value of the first field with this name, at the top level. */
  get(name: string): Value | undefined {
    for (const field of this.fields) if (field.name === name) return field.value
    return undefined
  }

  /** The bytes of a whole element: type, name and value. */
  element(field: Field): Uint8Array {
    return this.bytes.subarray(field.start, field.value.end)
  }

  /** Reads everything once, however deep, so that nothing read later can throw. Throws MalformedError. */
  check(depth = 1): void {
    if (depth > MAX_DEPTH) throw new MalformedError(`nested deeper than ${MAX_DEPTH} levels`)
    for (const { value } of this.fields) checkValue(value, depth)
  }
}

/** The length that a document states in its first four bytes. Throws MalformedError if it can't be true. */
export function statedLength(bytes: Uint8Array, start: number): number {
  const length = bytes.length - start >= 5 ? readInt32(bytes, start) : 0
  if (length < 5 || start + length > bytes.length)
    throw new MalformedError('a document is longer than its message')
  return length
}

function readFields(bytes: Uint8Array): Field[] {
  const last = bytes.length - 1
  if (statedLength(bytes, 0) !== bytes.length) throw new MalformedError('a document has the wrong length')
  const fields: Field[] = []
  let at = 4
  while (at < last) {
    const nameEnd = bytes.indexOf(0, at + 1)
    const start = nameEnd + 1
    const type = bytes[at]!
    const end = nameEnd < 0 ? Number.POSITIVE_INFINITY : start + sizeOfValue(bytes, type, start)
    if (end > last) throw new MalformedError('a document is not BSON: a value is longer than it')
    fields.push({
      name: readText(bytes, at + 1, nameEnd),
      value: new Value(type, bytes, start, end),
      start: at,
    })
    at = end
  }
  if (bytes[last] !== 0) throw new MalformedError('a document is not BSON: it has no end')
  return fields
}

/** Bytes of a value that begins at `at`. Not less than 0, and beyond the end of `bytes` if they can't hold it. */
export function sizeOfValue(bytes: Uint8Array, type: number, at: number): number {
  const fixed = FIXED_SIZE[type]!
  if (fixed >= 0) return fixed
  if (type === TYPE.regex) {
    const middle = bytes.indexOf(0, at)
    const end = middle < 0 ? -1 : bytes.indexOf(0, middle + 1)
    return end < 0 ? Number.POSITIVE_INFINITY : end + 1 - at
  }
  const stated = at + 4 <= bytes.length ? readInt32(bytes, at) : -1
  if (stated < 0 || fixed === UNKNOWN) throw new MalformedError(`a value of type ${type} has no length`)
  return stated + EXTRA_SIZE[type]!
}

const UNKNOWN = -2
const VARIABLE = -1
const FIXED_SIZE = new Int8Array(256).fill(UNKNOWN)
/** What a value takes beyond the length it states. */
const EXTRA_SIZE = new Uint8Array(256)
for (const type of [TYPE.undefined, TYPE.null, TYPE.minKey, TYPE.maxKey]) FIXED_SIZE[type] = 0
for (const type of [TYPE.double, TYPE.date, TYPE.timestamp, TYPE.long]) FIXED_SIZE[type] = 8
for (const type of [TYPE.object, TYPE.array, TYPE.regex, TYPE.javascriptWithScope])
  FIXED_SIZE[type] = VARIABLE
for (const [type, extra] of [
  [TYPE.string, 4],
  [TYPE.javascript, 4],
  [TYPE.symbol, 4],
  [TYPE.binData, 5],
  [TYPE.dbPointer, 16],
] as const) {
  FIXED_SIZE[type] = VARIABLE
  EXTRA_SIZE[type] = extra
}
FIXED_SIZE[TYPE.bool] = 1
FIXED_SIZE[TYPE.int] = 4
FIXED_SIZE[TYPE.objectId] = 12
FIXED_SIZE[TYPE.decimal] = 16

function checkValue(value: Value, depth: number): void {
  switch (value.type) {
    case TYPE.object:
    case TYPE.array:
      value.document.check(depth + 1)
      break
    case TYPE.string:
    case TYPE.symbol:
    case TYPE.javascript:
      checkText(value)
      break
    case TYPE.javascriptWithScope:
      if (value.end - value.start < 14) throw new MalformedError('code with scope is too short')
      break
  }
}

function checkText(value: Value): void {
  const length = value.int32
  if (length < 1 || value.start + 4 + length !== value.end || value.source[value.end - 1] !== 0) {
    throw new MalformedError('a string has the wrong length')
  }
}
