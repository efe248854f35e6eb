/** One collection: its records in natural order, its indexes, and the rules its documents have to keep. */
import { compareBytes } from '../bson/bytes.ts'
import { Document, type Value } from '../bson/document.ts'
import { LARGE, Slab } from '../bson/slab.ts'
import { newUuid } from '../bson/uuid.ts'
import type { Abilities } from '../part.ts'
import type { Scope } from '../scope.ts'
import { type CollectionOptions, NO_OPTIONS } from './collection-options.ts'
import { checkSameId, checkSize, withId } from './identity.ts'
import { idIndex } from './index-specification.ts'
import { Indexes } from './indexes.ts'
import { checkValid } from './validator.ts'

/** What storing needs from outside. */
export interface StoreOptions {
  /** The 12 bytes of an ObjectId, for documents that come without `_id`. */
  readonly newId: () => Uint8Array
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** A number from 0 to 1. */
  readonly random: () => number
  /** What the server's parts are able to; by default nothing. */
  readonly abilities?: Abilities | undefined
}

/** So many bytes of documents that are gone may stay. */
const WASTE = 64 * 1024

/** One stored document. The object stays the same when the document changes; it is a link of the natural order. */
export class Stored {
  /** Counts from 1 within the collection, as mongod's RecordId does. */
  readonly id: number
  bytes: Uint8Array
  previous: Stored
  next: Stored
  removed = false

  constructor(id: number, bytes: Uint8Array, previous?: Stored) {
    this.id = id
    this.bytes = bytes
    this.previous = previous ?? this
    this.next = previous?.next ?? this
  }

  /** A new object each time: what is read of it once isn't kept for ever. */
  get document(): Document {
    return new Document(this.bytes)
  }
}

/** One collection. `namespace` is `database.collection`. */
export class Collection {
  namespace: string
  options: CollectionOptions
  readonly uuid: Value
  readonly indexes = new Indexes()
  /** How many were ever inserted: tells tailable cursors whether there is anything new. */
  insertions = 0
  /** How many documents it holds. */
  size = 0
  /** How many bytes they take together. */
  bytes = 0
  readonly #outside: StoreOptions
  /** Where its small documents lie, and how many bytes were put there since all of them were in use. */
  readonly #slab = new Slab()
  #kept = 0
  readonly #root = new Stored(0, new Uint8Array(0))

  constructor(namespace: string, outside: StoreOptions, options: CollectionOptions = NO_OPTIONS) {
    this.namespace = namespace
    this.options = options
    this.uuid = newUuid(outside.random)
    this.#outside = outside
    this.indexes.create(idIndex(this.scope, options.collation?.specification), [], namespace)
  }

  /** Keeps only the latest documents. */
  get capped(): boolean {
    return this.options.capped !== undefined
  }

  /** The surroundings in which its own filters are read: the validator's and those of partial indexes. */
  get scope(): Scope {
    const { now, random, abilities } = this.#outside
    return { variables: new Map(), now: now(), random, abilities }
  }

  /** Its records in natural order, lazily; what is added meanwhile comes too. */
  *records(): Iterable<Stored> {
    for (let record = this.after(); record; record = this.after(record)) yield record
  }

  /** The record after this one, or after where it was, in natural order; without one, the first. */
  after(record: Stored = this.#root): Stored | undefined {
    let place = record
    while (place.removed) place = place.previous
    return place.next === this.#root ? undefined : place.next
  }

  /** The next record on the way through all of them, from the first to the last or backwards. */
  next(backward: boolean, record: Stored = this.#root): Stored | undefined {
    if (!backward) return this.after(record)
    let place = record.previous
    while (place.removed) place = place.previous
    return place === this.#root ? undefined : place
  }

  /** Stores a document; `_id` is made if missing and always stands first. Throws mongod's errors. */
  insert(given: Document, bypassValidation = false): Stored {
    const document = withId(given, this.#outside.newId)
    if (!bypassValidation) checkValid(this.options, document)
    const record = new Stored(this.insertions + 1, this.#keep(document.bytes), this.#root.previous)
    this.indexes.enter(record, document, false, this.namespace)
    record.previous.next = record
    record.next.previous = record
    this.insertions++
    this.size++
    this.bytes += document.bytes.length
    this.#evict()
    return record
  }

  /** Changes a record's document. False if it is the same byte for byte. Throws mongod's errors. */
  replace(record: Stored, document: Document, bypassValidation = false): boolean {
    const old = record.document
    if (compareBytes(old.bytes, document.bytes) === 0) return false
    checkSize(document)
    checkSameId(old, document)
    if (!bypassValidation) checkValid(this.options, document, old)
    this.indexes.enter(record, document, true, this.namespace)
    record.bytes = this.#keep(document.bytes)
    this.bytes += document.bytes.length - old.bytes.length
    if (this.#kept > 1.5 * this.bytes + WASTE) this.#compact()
    return true
  }

  /** Takes a record out. */
  remove(record: Stored): void {
    if (record.removed) return
    this.indexes.remove(record)
    record.removed = true
    record.previous.next = record.next
    record.next.previous = record.previous
    this.size--
    this.bytes -= record.bytes.length
  }

  #keep(bytes: Uint8Array): Uint8Array {
    if (bytes.length <= LARGE) this.#kept += bytes.length
    return this.#slab.keep(bytes)
  }

  /** Puts the small documents side by side again: one that stays would keep the block in which all others are gone. */
  #compact(): void {
    this.#kept = 0
    for (const record of this.records()) {
      if (record.bytes.length <= LARGE) record.bytes = this.#keep(record.bytes)
    }
  }

  #evict(): void {
    const { capped } = this.options
    while (capped && this.size > 1 && (this.size > capped.max || this.bytes > capped.size))
      this.remove(this.#root.next)
  }
}
