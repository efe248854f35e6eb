/** Changes some fields of a document or some elements of an array, and copies the bytes of all others. */
import { TYPE } from '../bson/bson-type.ts'
import { type Document, Value } from '../bson/document.ts'
import { arrayOf, join, NULL, type Part, span } from '../bson/values.ts'
import { CommandError } from '../command-error.ts'

/** So many nulls may be put into an array to reach an index behind its end. */
const MAX_PADDING = 1_500_000
const DIGITS = /^\d+$/

/** The changes to one document or array, collected before its bytes are joined once. */
export class Edit {
  readonly #document: Document
  readonly #isArray: boolean
  readonly #changes = new Map<number, Value | undefined>()
  readonly #added: Part[] = []

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
      this.#added.push({ name, value })
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
    this.#added.push({ name: String(index), value })
  }

  get isChanged(): boolean {
    return this.#changes.size > 0 || this.#added.length > 0
  }

  /** The document with all changes. */
  document(): Document {
    const parts: Part[] = []
    for (const [place, field] of this.#document.fields.entries()) {
      const value = this.#changes.get(place)
      if (value) parts.push({ name: field.name, value })
      else if (!this.#changes.has(place)) parts.push(field)
    }
    return join(parts.concat(this.#added))
  }

  /** The document or array with all changes, as a value. */
  value(): Value {
    const { bytes } = this.document()
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
  return arrayOf([span(document), ...values.map((value, index) => ({ name: String(size + index), value }))])
}
