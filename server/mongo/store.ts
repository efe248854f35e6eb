/** All collections of a server. */
import { Collection, type StoreOptions } from './collection.ts'
import type { Document } from './document.ts'

export { Collection, Stored } from './collection.ts'
export { MAX_DOCUMENT } from './identity.ts'

/** All collections of a server. */
export class Store {
  readonly #collections = new Map<string, Collection>()
  readonly #options: StoreOptions

  constructor(options: StoreOptions) {
    this.#options = options
  }

  /** The collection of that name, if there is one. */
  find(namespace: string): Collection | undefined {
    return this.#collections.get(namespace)
  }

  /** The collection of that name; it comes into being if there is none. */
  getOrCreate(namespace: string): Collection {
    const found = this.#collections.get(namespace)
    if (found) return found
    const collection = new Collection(namespace, this.#options)
    this.#collections.set(namespace, collection)
    return collection
  }

  /** Stores one document; the collection comes into being with its first. Throws a CommandError. */
  insert(namespace: string, document: Document): void {
    this.getOrCreate(namespace).insert(document)
  }
}
