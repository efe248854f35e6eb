/**
 * A BSON document as a view of its bytes. Decoding into JavaScript objects would lose what MongoDB keeps (the
 * order of integer-like keys, int against long against double), so the bytes stay and values are read on demand.
 */
import { ByteUtils, NumberUtils, onDemand } from 'bson'
import { rankOfType, TYPE } from './bson-type.ts'

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
    this.#text ??= ByteUtils.toUTF8(this.source, this.start + 4, this.end - 1, false)
    return this.#text
  }

  get boolean(): boolean {
    return this.source[this.start] === 1
  }

  /** Pattern and flags of a regular expression. Only for that type. */
  get regex(): { pattern: string; flags: string } {
    const middle = this.source.indexOf(0, this.start)
    return {
      pattern: ByteUtils.toUTF8(this.source, this.start, middle, false),
      flags: ByteUtils.toUTF8(this.source, middle + 1, this.end - 1, false),
    }
  }

  /** The 64 bits of a long, date or timestamp, signed. */
  get int64(): bigint {
    return NumberUtils.getBigInt64LE(this.source, this.start)
  }

  get int32(): number {
    return NumberUtils.getInt32LE(this.source, this.start)
  }

  get double(): number {
    return NumberUtils.getFloat64LE(this.source, this.start)
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
  const length = bytes.length - start >= 5 ? NumberUtils.getInt32LE(bytes, start) : 0
  if (length < 5 || start + length > bytes.length)
    throw new MalformedError('a document is longer than its message')
  return length
}

function readFields(bytes: Uint8Array): Field[] {
  if (statedLength(bytes, 0) !== bytes.length) throw new MalformedError('a document has the wrong length')
  const elements = parseElements(bytes)
  return elements.map(([type, nameStart, nameLength, start, length]) => ({
    name: ByteUtils.toUTF8(bytes, nameStart, nameStart + nameLength, false),
    value: new Value(type, bytes, start, start + length),
    start: nameStart - 1,
  }))
}

function parseElements(bytes: Uint8Array) {
  try {
    return Array.from(onDemand.parseToElements(bytes))
  } catch (cause) {
    throw new MalformedError('a document is not BSON', { cause })
  }
}

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
