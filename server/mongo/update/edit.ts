/** Changes some fields of a document or some elements of an array, and copies the bytes of all others. */
import { TYPE } from '../bson/bson-type.ts'
import { type Document, Value } from '../bson/document.ts'
import { element, joinElements, NULL } from '../bson/values.ts'
import { CommandError } from '../command-error.ts'

/** So many nulls may be put into an array to reach an index behind its end. */
const MAX_PADDING = 1_500_000
const DIGITS = /^\d+$/

/** The changes to one document or array, collected before its bytes are joined once. */
export class Edit {
  readonly #document: Document
  readonly #isArray: boolean
  readonly #changes = new Map<number, Value | undefined>()
  readonly #added: Uint8Array[] = []

  constructor(document: Document, isArray: boolean) {
    this.#document = document
    this.#isArray = isArray
  }

  /** Place of a field or element; -1 if there is none. */
  find(name: string): number {
    const { fields } = this.#document
    if (!this.#isArray) return fields.findIndex((field) => field.name === name)
    const index = indexOf(name)
    return index !== undefined && index < fields.length ? index : -1
  }

  /** The value at a place, as it was. */
  valueAt(place: number): Value {
    return this.#document.fields[place]!.value
  }

  /** Gives a place another value. Undefined takes a field out; an element becomes null, so that others keep their index. */
  set(place: number, value: Value | undefined): void {
    this.#changes.set(place, value ?? (this.#isArray ? NULL : undefined))
  }

  /** Whether a field or element of this name can be added. */
  accepts(name: string): boolean {
    return !this.#isArray || indexOf(name) !== undefined
  }

  /** Adds a field at the end, or an element at its index. Throws mongod's error for an index too far behind the end. */
  add(name: string, value: Value): void {
    if (!this.#isArray) {
      this.#added.push(element(value.type, name, value.bytes))
      return
    }
    const size = this.#document.fields.length
    const index = indexOf(name)!
    if (index - size - this.#added.length > MAX_PADDING) {
      throw new CommandError(34, `can't backfill more than ${MAX_PADDING} elements`)
    }
    for (let at = size + this.#added.length; at < index; at++) this.#append(at, NULL)
    this.#append(index, value)
  }

  #append(index: number, value: Value): void {
    this.#added.push(element(value.type, String(index), value.bytes))
  }

  get isChanged(): boolean {
    return this.#changes.size > 0 || this.#added.length > 0
  }

  /** The bytes with all changes. */
  bytes(): Uint8Array {
    const { bytes, fields } = this.#document
    const parts: Uint8Array[] = []
    let at = 4
    for (const [place, value] of [...this.#changes].sort(([a], [b]) => a - b)) {
      const field = fields[place]!
      parts.push(bytes.subarray(at, field.start))
      if (value)
        parts.push(Uint8Array.of(value.type), bytes.subarray(field.start + 1, field.value.start), value.bytes)
      at = field.value.end
    }
    parts.push(bytes.subarray(at, bytes.length - 1))
    return joinElements(parts.concat(this.#added))
  }

  /** The document or array with all changes, as a value. */
  value(): Value {
    const bytes = this.bytes()
    return new Value(this.#isArray ? TYPE.array : TYPE.object, bytes, 0, bytes.length)
  }
}

/** The index that a name means in an array. */
export function indexOf(name: string): number | undefined {
  return DIGITS.test(name) ? Number(name) : undefined
}

/** An array with values added at its end; the bytes of those it has stay. */
export function appended(array: Value, values: readonly Value[]): Value {
  const { document } = array
  const size = document.fields.length
  const bytes = joinElements([
    document.bytes.subarray(4, document.bytes.length - 1),
    ...values.map((value, index) => element(value.type, String(size + index), value.bytes)),
  ])
  return new Value(TYPE.array, bytes, 0, bytes.length)
}
