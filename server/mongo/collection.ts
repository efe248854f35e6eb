/** One collection: its records in natural order, each document kept in the very bytes it came in. */
import { CommandError } from './command-error.ts'
import { valueKey } from './compare.ts'
import { describe } from './describe.ts'
import type { Document, Value } from './document.ts'
import { encode } from './encode.ts'
import { checkSize, withId } from './identity.ts'

/** What storing needs from outside. */
export interface StoreOptions {
  /** The 12 bytes of an ObjectId, for documents that come without `_id`. */
  readonly newId: () => Uint8Array
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** A number from 0 to 1. */
  readonly random: () => number
}

/** One stored document. The object stays the same when the document changes; it is a link of the natural order. */
export class Stored {
  /** Counts from 1 within the collection, as mongod's RecordId does. */
  readonly id: number
  document: Document
  previous: Stored
  next: Stored
  removed = false

  constructor(id: number, document: Document, previous?: Stored) {
    this.id = id
    this.document = document
    this.previous = previous ?? this
    this.next = previous?.next ?? this
  }
}

/** One collection. `namespace` is `database.collection`. */
export class Collection {
  namespace: string
  /** How many were ever inserted: tells tailable cursors whether there is anything new. */
  insertions = 0
  /** How many documents it holds. */
  size = 0
  readonly #options: StoreOptions
  readonly #root: Stored
  readonly #byId = new Map<string, Stored>()

  constructor(namespace: string, options: StoreOptions) {
    this.namespace = namespace
    this.#options = options
    this.#root = new Stored(0, encode({}))
  }

  /** Its records in natural order, lazily; what is added meanwhile comes too. */
  *records(): Iterable<Stored> {
    for (let record = this.after(this.#root); record; record = this.after(record)) yield record
  }

  /** The record after this one, or after where it was, in natural order. */
  after(record: Stored): Stored | undefined {
    let place = record
    while (place.removed) place = place.previous
    return place.next === this.#root ? undefined : place.next
  }

  /** Stores a document; `_id` is made if missing and always stands first. Throws mongod's errors. */
  insert(given: Document): Stored {
    const document = withId(given, this.#options.newId)
    const record = new Stored(this.insertions + 1, document, this.#root.previous)
    const id = document.get('_id')!
    const key = valueKey(id)
    if (this.#byId.has(key)) throw this.#duplicate(id)
    this.#byId.set(key, record)
    record.previous.next = record
    record.next.previous = record
    this.insertions++
    this.size++
    return record
  }

  /** Changes a record's document. False if it is the same byte for byte. Throws mongod's errors. */
  replace(record: Stored, document: Document): boolean {
    checkSize(document)
    record.document = document
    return true
  }

  /** Takes a record out. */
  remove(record: Stored): void {
    if (record.removed) return
    record.removed = true
    record.previous.next = record.next
    record.next.previous = record.previous
    this.#byId.delete(valueKey(record.document.get('_id')!))
    this.size--
  }

  #duplicate(id: Value): CommandError {
    return new CommandError(
      11000,
      `E11000 duplicate key error collection: ${this.namespace} index: _id_ dup key: { _id: ${describe(id)} }`,
      { keyPattern: { _id: 1 }, keyValue: { _id: id } },
    )
  }
}
