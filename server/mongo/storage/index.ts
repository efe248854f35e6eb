/** One index: an entry for each key of each record, in the order of the keys. */

import { compareBytes } from '../bson/bytes.ts'
import type { Collation } from '../bson/collation.ts'
import { compareValues } from '../bson/compare.ts'
import { describe } from '../bson/describe.ts'
import { type Document, Value } from '../bson/document.ts'
import { Slab } from '../bson/slab.ts'
import { documentOf, NULL, object } from '../bson/values.ts'
import { CommandError } from '../command-error.ts'
import type { Stored } from './collection.ts'
import { keysOf } from './index-keys.ts'
import { Ordered } from './ordered.ts'

/** What an index is, read from what `createIndexes` was given. */
export interface IndexOptions {
  readonly name: string
  /** As listIndexes shows it. */
  readonly specification: Document
  readonly fields: readonly IndexField[]
  readonly unique: boolean
  /** Leaves out documents that have none of the fields. */
  readonly sparse: boolean
  /** Exists for updates, but not for queries. */
  readonly hidden: boolean
  /** The partial filter, and its test. */
  readonly partial: Document | undefined
  readonly covers: ((document: Document) => boolean) | undefined
  readonly collation: Collation | undefined
  /** Documents end so many seconds after the date in the field. */
  readonly expireAfterSeconds: number | undefined
}

export interface IndexField {
  readonly path: string
  readonly steps: readonly string[]
  /** 1 or -1; hashed fields count as ascending, those of wildcard indexes aren't indexed. */
  readonly direction: 1 | -1
  readonly kind: 'plain' | 'hashed' | 'wildcard'
}

/** One key of one record. */
export interface Entry {
  readonly key: readonly Value[]
  readonly record: Stored
}

/** A place in an index: before, or after, all entries that begin with these values. */
export interface Place {
  readonly key: readonly Value[]
  readonly after: boolean
}

/** Bytes of keys in one buffer: a key that stays keeps all of it. */
const KEYS = 1024

/** An index and its entries. */
export class Index {
  options: IndexOptions
  /** For each field, the beginnings of its path that led into an array in some document. */
  readonly arrays: readonly Set<string>[]
  readonly entries: Ordered<Entry>
  readonly #paths: readonly (readonly string[])[]
  readonly #directions: readonly number[]
  readonly #slab = new Slab(KEYS)

  constructor(options: IndexOptions) {
    this.options = options
    this.#paths = options.fields.map((field) => field.steps)
    this.#directions = options.fields.map((field) => field.direction)
    this.arrays = options.fields.map(() => new Set<string>())
    this.entries = new Ordered((a, b) => this.compare(a.key, b.key) || a.record.id - b.record.id)
  }

  /** Some document has an array where a field is. */
  get multikey(): boolean {
    return this.arrays.some((paths) => paths.size > 0)
  }

  /** The order of two keys, or of a key and the beginning of one, which is as good as equal. */
  compare(a: readonly Value[], b: readonly Value[]): number {
    const length = Math.min(a.length, b.length)
    for (let field = 0; field < length; field++) {
      const order = this.order(a[field]!, b[field]!)
      if (order !== 0) return order * this.#directions[field]!
    }
    return 0
  }

  /** Compares two values as this index does. */
  readonly order = (a: Value, b: Value): number => compareValues(a, b, this.options.collation)

  /** Says of entries whether they come before a place. */
  before({ key, after }: Place): (entry: Entry) => boolean {
    const limit = after ? 1 : 0
    return (entry) => this.compare(entry.key, key) < limit
  }

  /** The entries that a document needs. Throws mongod's error if two of its arrays can't be indexed together. */
  entriesOf(record: Stored, document: Document): Entry[] {
    const { covers, sparse, fields } = this.options
    if (fields[0]!.kind === 'wildcard' || covers?.(document) === false) return []
    const keys = keysOf(document, this.#paths, (field, steps) => this.#noteArray(field, steps))
    const kept = sparse ? keys.filter((key) => key.some((value) => value !== undefined)) : keys
    return kept.map((key) => ({ key: key.map((value) => value ?? NULL), record }))
  }

  /** Throws mongod's duplicate key error if one of the keys belongs to another record. */
  checkUnique(entries: readonly Entry[], namespace: string): void {
    if (!this.options.unique) return
    for (const { key, record } of entries) {
      for (const found of this.entries.walk(this.before({ key, after: false }))) {
        if (this.compare(found.key, key) !== 0) break
        if (found.record !== record) throw this.#duplicate(key, namespace)
      }
    }
  }

  /** For sure two versions of a document have the same keys: nothing that the index looks at differs. */
  isSame(a: Document, b: Document): boolean {
    return (
      !this.options.covers &&
      this.#paths.every(([name]) => {
        const [x, y] = [a.get(name!), b.get(name!)]
        return x === y || (x?.type === y?.type && compareBytes(x!.bytes, y!.bytes) === 0)
      })
    )
  }

  /** Keeps copies of the keys: they stay when the document that they are of is replaced. */
  add(entries: readonly Entry[]): void {
    for (const { key, record } of entries) {
      this.entries.add({ key: key.map(({ type, bytes }) => this.#kept(type, bytes)), record })
    }
  }

  delete(entries: readonly Entry[]): void {
    for (const entry of entries) this.entries.delete(entry)
  }

  #noteArray(field: number, steps: number): void {
    this.arrays[field]!.add(this.#paths[field]!.slice(0, steps).join('.'))
  }

  #kept(type: number, bytes: Uint8Array): Value {
    const { length } = bytes
    const at = this.#slab.take(length)
    this.#slab.block.set(bytes, at)
    return new Value(type, this.#slab.block, at, at + length)
  }

  #duplicate(key: readonly Value[], namespace: string): CommandError {
    const { name, specification, fields, collation } = this.options
    const keyValue = documentOf(fields.map(({ path }, field) => [path, key[field]!] as const))
    const order = collation ? ` collation: ${describe(specification.get('collation')!)}` : ''
    return new CommandError(
      11000,
      `E11000 duplicate key error collection: ${namespace} index: ${name}${order} dup key: ${describe(object(keyValue))}`,
      { keyPattern: specification.get('key')!, keyValue },
    )
  }
}
