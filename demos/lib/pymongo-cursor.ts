/** The documents that a query finds. */
import type { Document } from 'bson'
import type { Collection } from 'pymongo-collection'
import { CommandCursor, type Fetching } from 'pymongo-command-cursor'
import type { Database } from 'pymongo-database'
import { InvalidOperation } from 'pymongo-errors'
import { type Direction, type Keys, keysOf } from 'pymongo-names'

/** What a query may ask for, named as in the `find` command. */
export interface FindOptions extends Fetching {
  projection?: Document
  sort?: Document
  skip?: number
  /** Below zero: one batch of so many documents, and no cursor. */
  limit?: number
  hint?: string | Document
  tailable?: boolean
  awaitData?: boolean
  maxTimeMS?: number
  noCursorTimeout?: boolean
  collation?: Document
  comment?: unknown
}

/**
 * A query; nothing is sent before its first document is wanted. Throws
 * InvalidOperation if it's changed after that. PyMongo 2.5, cursor.py.
 *
 * ```ts blocked
 * import { MongoClient } from 'pymongo'
 *
 * export function main() {
 *   const matches = new MongoClient().db('worldcup').collection('matches')
 *   const cursor = matches.find({ teamA: 'Brazil' }).sort('kickoff')
 *   for (const { teamB, goalA, goalB } of cursor.limit(3)) {
 *     console.log(`Brazil ${goalA}:${goalB} ${teamB}`)
 *   }
 * }
 * ```
 */
export class Cursor extends CommandCursor {
  readonly collection: Collection
  protected readonly database: Database
  protected readonly namespace: string
  readonly #filter: Document
  readonly #options: FindOptions
  /** A slice without documents: the database needn't be asked. */
  #empty = false

  constructor(
    collection: Collection,
    filter: Document,
    options: FindOptions = {},
  ) {
    super()
    this.collection = collection
    this.database = collection.database
    this.namespace = collection.name
    this.#filter = filter
    this.#options = { ...options }
  }

  /** By one field or more: `sort('a', -1)`, `sort({ a: 1, b: -1 })`. */
  sort(keys: Keys, direction?: Direction): this {
    return this.#with({ sort: keysOf(keys, direction) })
  }

  /** So many documents at most, 0 for all. */
  limit(limit: number): this {
    checkCount('limit', Math.abs(limit))
    this.#with({ limit })
    if (this.#empty) this.forget()
    this.#empty = false
    return this
  }

  skip(skip: number): this {
    return this.#with({ skip: checkCount('skip', skip) })
  }

  /** How many documents are skipped. */
  get skipped(): number {
    return this.#options.skip ?? 0
  }

  /** Only these fields (1), or all but these (0). */
  project(projection: Document): this {
    return this.#with({ projection })
  }

  /** So many documents a batch. */
  batchSize(batchSize: number): this {
    checkCount('batch_size', batchSize)
    return this.#with({ batchSize })
  }

  /** Which index to use: its name or its keys. */
  hint(hint: string | Document): this {
    return this.#with({ hint })
  }

  /** Stays open at the end of a capped collection. */
  tailable(tailable = true): this {
    return this.#with({ tailable })
  }

  /** At the end, the database waits for a new document, 1 s at most. */
  awaitData(awaitData = true): this {
    return this.#with({ awaitData })
  }

  maxAwaitTimeMS(maxAwaitTimeMS: number): this {
    return this.#with({ maxAwaitTimeMS })
  }

  maxTimeMS(maxTimeMS: number): this {
    return this.#with({ maxTimeMS })
  }

  /** The documents from one index to before another: skip and limit. */
  slice(from = 0, to?: number): this {
    if (from < 0 || (to ?? 0) < 0) throw new RangeError(NEGATIVE)
    const limit = to === undefined ? 0 : to - from
    if (limit < 0) {
      const rule = 'stop index must be greater than start index'
      throw new RangeError(`${rule} for slice ${from}:${to}`)
    }
    this.#with({ skip: from, limit })
    this.#empty = to === from
    return this.rewind()
  }

  /** The document at an index; asks for that one alone. */
  at(index: number): Document {
    if (index < 0) throw new RangeError(NEGATIVE)
    this.#checkOkayToChain()
    const behind = this.clone().skip(index + this.skipped)
    const found = behind.limit(-1).next()
    if (!found) throw new RangeError('no such item for Cursor instance')
    return found
  }

  /** How many documents the query has; skip and limit don't count. */
  count(withLimitAndSkip = false): number {
    const { skip = 0, limit = 0 } = this.#options
    const bounds = withLimitAndSkip && { skip, limit: Math.abs(limit) }
    const command = { count: this.namespace, query: this.#filter }
    return Number(this.database.command({ ...command, ...bounds }).n)
  }

  /** The different values of a field among these documents. */
  distinct(key: string): unknown[] {
    return this.collection.distinct(key, this.#filter)
  }

  /** How the database would find the documents. */
  explain(): Document {
    return this.database.command({ explain: this.firstCommand() })
  }

  /** The same query, not begun. */
  clone(): Cursor {
    return new Cursor(this.collection, this.#filter, this.#options)
  }

  /** As if it hadn't begun: it asks again. */
  rewind(): this {
    this.forget()
    if (this.#empty) this.end()
    return this
  }

  /** Whether it's tailable. */
  isTail(): boolean {
    return this.#options.tailable === true
  }

  protected fetching(): Fetching {
    return this.#options
  }

  protected firstCommand(): Document {
    const { limit = 0, ...options } = this.#options
    const { maxAwaitTimeMS, networkTimeoutMS, ...asked } = options
    const command = { find: this.namespace, filter: this.#filter }
    if (limit === 0) return { ...command, ...asked }
    const singleBatch = limit < 0
    return { ...command, ...asked, limit: Math.abs(limit), singleBatch }
  }

  #with(options: FindOptions): this {
    this.#checkOkayToChain()
    Object.assign(this.#options, options)
    return this
  }

  #checkOkayToChain(): void {
    if (!this.started) return
    throw new InvalidOperation(
      'cannot set options after executing query',
    )
  }
}

const NEGATIVE = 'Cursor instances do not support negative indices'

function checkCount(what: string, count: number): number {
  if (!Number.isInteger(count)) {
    throw new TypeError(`${what} must be an int`)
  }
  if (count < 0) throw new RangeError(`${what} must be >= 0`)
  return count
}
