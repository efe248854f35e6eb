/**
 * A BSON document as a view of its bytes. Decoding into JavaScript objects would lose what MongoDB keeps (the
 * order of integer-like keys, int against long against double), so the bytes stay and values are read on demand.
 */
import { rankOfType, TYPE } from './bson-type.ts'
import { readDouble, readInt32, readInt64, readText } from './bytes.ts'
import { checkDocument, endOfName, MalformedError, sizeOfValue, statedLength } from './elements.ts'

export { MalformedError, statedLength } from './elements.ts'

/** Upper halves of longs between this and its negative leave numbers exact. */
const SAFE = 2 ** 21

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
    const { source, start, end } = this
    return end - start === source.length ? source : source.subarray(start, end)
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

  /** A long: exact as a number, or a bigint beyond 2^53. */
  get long(): number | bigint {
    const high = readInt32(this.source, this.start + 4)
    return high >= -SAFE && high < SAFE
      ? high * 2 ** 32 + (readInt32(this.source, this.start) >>> 0)
      : this.int64
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
    if (!this.#fields) return findField(this.bytes, name)
    for (const field of this.#fields) if (field.name === name) return field.value
    return undefined
  }

  /** Looks at everything once, however deep, so that nothing read later can throw. Throws MalformedError. */
  check(): void {
    checkDocument(this.bytes, 0, this.bytes.length, 1)
  }
}

function readFields(bytes: Uint8Array): Field[] {
  const last = bytes.length - 1
  if (statedLength(bytes, 0) !== bytes.length) throw new MalformedError('a document has the wrong length')
  const fields: Field[] = []
  let at = 4
  while (at < last) {
    const type = bytes[at]!
    const nameEnd = endOfName(bytes, at + 1, last)
    const start = nameEnd + 1
    const end = start + sizeOfValue(bytes, type, start)
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

/** Finds one field without reading the others; names are compared as they lie in the bytes, as far as they're ASCII. */
function findField(bytes: Uint8Array, name: string): Value | undefined {
  const last = bytes.length - 1
  let at = 4
  while (at < last) {
    const type = bytes[at]!
    const nameEnd = endOfName(bytes, at + 1, last)
    const start = nameEnd + 1
    const end = start + sizeOfValue(bytes, type, start)
    if (end > last) throw new MalformedError('a document is not BSON: a value is longer than it')
    if (isName(bytes, at + 1, nameEnd, name)) return new Value(type, bytes, start, end)
    at = end
  }
  return undefined
}

function isName(bytes: Uint8Array, start: number, end: number, name: string): boolean {
  const { length } = name
  if (end - start < length) return false
  for (let index = 0; index < length; index++) {
    const code = name.charCodeAt(index)
    if (code > 127) return readText(bytes, start, end) === name
    if (bytes[start + index] !== code) return false
  }
  return end - start === length
}
