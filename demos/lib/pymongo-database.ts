/** A database of the blocking driver: its collections and commands. */
import type { Document } from 'bson'
import type { MongoClient, Sending } from 'pymongo-client'
import { Collection } from 'pymongo-collection'
import { checkDatabaseName } from 'pymongo-names'

/**
 * A database. Nothing is sent by making one. PyMongo 2.5, database.py.
 *
 * ```ts blocked
 * import { MongoClient } from 'pymongo'
 *
 * export function main() {
 *   const db = new MongoClient().db('worldcup')
 *   console.log(db.command({ ping: 1 }).ok)
 *   console.log(db.listCollectionNames().includes('matches'))
 * }
 * ```
 */
export class Database {
  readonly client: MongoClient
  readonly name: string

  /** Throws InvalidName if a database can't be called that. */
  constructor(client: MongoClient, name: string) {
    checkDatabaseName(name)
    this.client = client
    this.name = name
  }

  collection(name: string): Collection {
    return new Collection(this, name)
  }

  /** Runs any command: its first key is its name. */
  command(command: Document, sending?: Sending): Document {
    const { client, name } = this
    return client.send({ ...command, $db: name }, sending)
  }

  /** Makes a collection with options: `capped`, `size`, `max` … */
  createCollection(name: string, options: Document = {}): Collection {
    const collection = new Collection(this, name)
    this.command({ create: name, ...options })
    return collection
  }

  dropCollection(name: string): void {
    this.collection(name).drop()
  }

  /** The names of all collections. */
  listCollectionNames(): string[] {
    const command = { listCollections: 1, nameOnly: true }
    const { cursor } = this.command(command)
    const { firstBatch } = cursor as { firstBatch: Document[] }
    return firstBatch.map(({ name }) => String(name))
  }
}
