/** The documents that come out of a pipeline. */
import type { Document } from 'bson'
import type { Collection } from 'pymongo-collection'
import { CommandCursor, type Fetching } from 'pymongo-command-cursor'
import type { Database } from 'pymongo-database'

/**
 * What `aggregate` gives; nothing is sent before its first document is
 * wanted. PyMongo 3, command_cursor.py.
 *
 * ```ts blocked
 * import { MongoClient } from 'pymongo'
 *
 * export function main() {
 *   const matches = new MongoClient().db('worldcup').collection('matches')
 *   const goals = { $sum: { $add: ['$goalA', '$goalB'] } }
 *   const pipeline = [{ $group: { _id: '$stage', goals } }]
 *   for (const { _id, goals } of matches.aggregate(pipeline)) {
 *     console.log(_id, goals)
 *   }
 * }
 * ```
 */
export class AggregateCursor extends CommandCursor {
  protected readonly database: Database
  protected readonly namespace: string
  readonly #pipeline: Document[]
  readonly #options: Document

  constructor(
    collection: Collection,
    pipeline: Document[],
    options: Document = {},
  ) {
    super()
    this.database = collection.database
    this.namespace = collection.name
    this.#pipeline = pipeline
    this.#options = options
  }

  protected firstCommand(): Document {
    const { batchSize, ...options } = this.#options
    return {
      aggregate: this.namespace,
      pipeline: this.#pipeline,
      cursor: batchSize === undefined ? {} : { batchSize },
      ...options,
    }
  }

  protected fetching(): Fetching {
    return { batchSize: this.#options.batchSize as number | undefined }
  }

  protected isTail(): boolean {
    return false
  }
}
