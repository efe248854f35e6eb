/**
 * A MongoDB server without a process around it: it speaks the real wire protocol to whoever carries the
 * bytes, a TCP listener on the demo server or the kernel's own network in a tab.
 */
import type { Services } from './command.ts'
import { MongoConnection } from './connection.ts'
import { Cursors } from './cursors.ts'
import { encode, type Reply } from './encode.ts'
import { Store } from './store.ts'

/** What a server needs from outside, so that the same input always gives the same bytes. */
export interface MongoServerOptions {
  /** Gives the 12 bytes of a new ObjectId, for documents inserted without `_id`. */
  newId: () => Uint8Array
  /** Milliseconds since the epoch, for clients that ask for the server's time. */
  now: () => number
  /** A number from 0 to 1, different each time. */
  random: () => number
  /** The version of mongod it announces, such as `7.0.14`. */
  version: string
}

/** A database with nothing in it. Same input, same bytes out, wherever it runs. */
export class MongoServer {
  readonly #services: Services
  #connections = 0

  constructor(options: MongoServerOptions) {
    const { now, random } = options
    this.#services = { ...options, store: new Store(options), cursors: new Cursors(random, now) }
  }

  /** A new client. */
  connect(): MongoConnection {
    return new MongoConnection(this.#services, ++this.#connections)
  }

  /** Stores documents without a client. Whole numbers become int32. Throws on a duplicate `_id`. */
  insert(database: string, collection: string, documents: readonly object[]): void {
    for (const document of documents) {
      this.#services.store.insert(`${database}.${collection}`, encode(document as Reply))
    }
  }

  /** How many cursors wait for a client to come back. 0 after well-behaved clients. */
  get openCursors(): number {
    return this.#services.cursors.size
  }
}
