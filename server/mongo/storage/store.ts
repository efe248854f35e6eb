/** All collections of a server, by their namespaces. */

import type { Document } from '../bson/document.ts'
import { CommandError } from '../command-error.ts'
import { Collection, type StoreOptions } from './collection.ts'
import type { CollectionOptions } from './collection-options.ts'
import { checkNewCollection, databaseOf, sameButCase } from './namespace.ts'
import { expire } from './time-to-live.ts'

export { Collection, Stored } from './collection.ts'
export { MAX_DOCUMENT } from './identity.ts'

/** All collections of a server. */
export class Store {
  readonly #collections = new Map<string, Collection>()
  readonly #options: StoreOptions

  constructor(options: StoreOptions) {
    this.#options = options
  }

  /** The collection of that name, if there is one. Documents whose time is over are taken out of it. */
  find(namespace: string): Collection | undefined {
    const collection = this.#collections.get(namespace)
    if (collection) expire(collection, this.#options.now())
    return collection
  }

  /** The collection of that name; it comes into being if there is none. */
  getOrCreate(namespace: string): Collection {
    return this.find(namespace) ?? this.create(namespace)
  }

  /** A new collection. Throws mongod's errors if it can't have this name. */
  create(namespace: string, options?: CollectionOptions): Collection {
    checkNewCollection(namespace)
    this.#checkCase(databaseOf(namespace))
    const collection = new Collection(namespace, this.#options, options)
    const { kind } = collection.options
    if (kind) {
      collection.indexes.list.length = 0
      for (const index of kind.indexes) collection.indexes.create(index, [], namespace)
    }
    this.#collections.set(namespace, collection)
    return collection
  }

  /** Forgets a collection. */
  drop(collection: Collection): void {
    this.#collections.delete(collection.namespace)
  }

  /** Gives a collection another name. */
  rename(collection: Collection, namespace: string): void {
    this.#checkCase(databaseOf(namespace))
    this.drop(collection)
    collection.namespace = namespace
    this.#collections.set(namespace, collection)
  }

  /** The collections of a database, or all, in the order of their names. */
  collections(database?: string): Collection[] {
    const all = [...this.#collections.values()]
    const chosen = all.filter(({ namespace }) => !database || databaseOf(namespace) === database)
    return chosen.sort((a, b) => (a.namespace < b.namespace ? -1 : 1))
  }

  /** The names of databases that have collections, in order. */
  databases(): string[] {
    return [...new Set(this.collections().map(({ namespace }) => databaseOf(namespace)))]
  }

  /** Stores one document; the collection comes into being with its first. Throws a CommandError. */
  insert(namespace: string, document: Document): void {
    this.getOrCreate(namespace).insert(document)
  }

  #checkCase(database: string): void {
    const other = this.databases().find((name) => sameButCase(name, database))
    if (!other) return
    throw new CommandError(
      13297,
      `db already exists with different case already have: [${other}] trying to create [${database}]`,
    )
  }
}
