/** A collection of the blocking driver: what one can do with documents. */
import type { Document } from 'bson'
import { AggregateCursor } from 'pymongo-aggregate-cursor'
import { CollectionWrites } from 'pymongo-collection-writes'
import { Cursor, type FindOptions } from 'pymongo-cursor'
import { OperationFailure } from 'pymongo-errors'
import {
  checkReplacement,
  checkUpdate,
  indexName,
  type Keys,
  keysOf,
} from 'pymongo-names'
import { checkConcern } from 'pymongo-reply'
import type { FindOneAndOptions } from 'pymongo-writes'

/**
 * A collection. Nothing is sent by making one. PyMongo 2.5,
 * collection.py, with the names that PyMongo 3 gave the writes.
 *
 * Throws DuplicateKeyError and WriteError for a write that failed,
 * BulkWriteError for some of many, OperationFailure for all else that
 * the database refuses.
 *
 * ```ts blocked
 * import { MongoClient } from 'pymongo'
 *
 * export function main() {
 *   const notes = new MongoClient().db('app').collection('notes')
 *   notes.drop()
 *   const { insertedId } = notes.insertOne({ text: 'Goal!' })
 *   notes.updateOne({ _id: insertedId }, { $set: { minute: 90 } })
 *   console.log(notes.findOne({ text: 'Goal!' })?.minute)
 * }
 * ```
 */
export class Collection extends CollectionWrites {
  /** The collection whose name goes on with a dot. */
  collection(name: string): Collection {
    return new Collection(this.database, `${this.name}.${name}`)
  }

  /** A cursor; nothing is sent before its first document is wanted. */
  find(filter: Document = {}, options?: FindOptions): Cursor {
    return new Cursor(this, filter, options)
  }

  /** The first document that the filter finds, or null. */
  findOne(filter?: Document, options?: FindOptions): Document | null {
    return this.find(filter, options).limit(-1).next()
  }

  /** How many documents the filter finds. */
  countDocuments(
    filter: Document = {},
    { skip, limit }: { skip?: number; limit?: number } = {},
  ): number {
    const pipeline: Document[] = [{ $match: filter }]
    if (skip) pipeline.push({ $skip: skip })
    if (limit) pipeline.push({ $limit: limit })
    pipeline.push({ $group: { _id: 1, n: { $sum: 1 } } })
    return Number(this.aggregate(pipeline).next()?.n ?? 0)
  }

  /** The different values of a field. */
  distinct(key: string, query: Document = {}): unknown[] {
    const command = { distinct: this.name, key, query }
    return this.database.command(command).values as unknown[]
  }

  /** The documents that come out of a pipeline. */
  aggregate(pipeline: Document[], options?: Document): AggregateCursor {
    return new AggregateCursor(this, pipeline, options)
  }

  /** Changes one document: as it was, or as it is now; null if none. */
  findOneAndUpdate(
    filter: Document,
    update: Document | Document[],
    options?: FindOneAndOptions,
  ): Document | null {
    checkUpdate(update)
    return this.#findAndModify(filter, { update }, options)
  }

  /** Replaces one document: as it was, or as it is now; null if none. */
  findOneAndReplace(
    filter: Document,
    replacement: Document,
    options?: FindOneAndOptions,
  ): Document | null {
    checkReplacement(replacement)
    return this.#findAndModify(filter, { update: replacement }, options)
  }

  /** Deletes one document, and gives it; null if there's none. */
  findOneAndDelete(
    filter: Document,
    options?: FindOneAndOptions,
  ): Document | null {
    return this.#findAndModify(filter, { remove: true }, options)
  }

  /** Makes an index, and tells its name; `unique: true` among options. */
  createIndex(keys: Keys, options: Document = {}): string {
    const name = String(options.name ?? indexName(keys))
    const indexes = [{ ...options, key: keysOf(keys), name }]
    this.database.command({ createIndexes: this.name, indexes })
    return name
  }

  /** Drops the index of this name or with these keys. */
  dropIndex(index: Keys): void {
    const name = typeof index === 'string' ? index : indexName(index)
    this.database.command({ dropIndexes: this.name, index: name })
  }

  /** Drops the collection; it needn't exist. */
  drop(): void {
    try {
      this.database.command({ drop: this.name })
    } catch (error) {
      const missing =
        error instanceof OperationFailure &&
        error.code === NAMESPACE_NOT_FOUND
      if (!missing) throw error
    }
  }

  #findAndModify(
    query: Document,
    change: Document,
    options: FindOneAndOptions = {},
  ): Document | null {
    const { returnDocument, projection, w, ...rest } = options
    const command = {
      findAndModify: this.name,
      query,
      ...change,
      ...rest,
      ...(projection && { fields: projection }),
      ...(returnDocument === 'after' && { new: true }),
      ...(w !== undefined && { writeConcern: { w } }),
    }
    const reply = checkConcern(this.database.command(command))
    return (reply.value as Document | null | undefined) ?? null
  }
}

/** Among the database's error numbers. */
const NAMESPACE_NOT_FOUND = 26
