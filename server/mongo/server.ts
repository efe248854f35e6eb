/**
 * A MongoDB server without a process around it: it speaks the real wire protocol to whoever carries the
 * bytes, a TCP listener on the demo server or the kernel's own network in a tab.
 *
 *     connect() ─► connection.receive(bytes) ─► replies to that connection, at once
 *                  server.due() ─────────────► replies to connections that waited
 *                  server.nextDeadline ──────► when to ask `due` again if nothing comes before
 *
 * Call `due` after every `receive`: what one client inserts can be what another waits for.
 */

import { concat } from './bson/bytes.ts'
import { encode, type Reply } from './bson/encode.ts'
import type { Services } from './command.ts'
import { commandsWith } from './commands.ts'
import { MongoConnection } from './connection.ts'
import { Cursors } from './cursors.ts'
import { joinParts, type Part } from './part.ts'
import { Store } from './storage/store.ts'

/** What a server needs from outside, so that the same input always gives the same bytes. */
export interface MongoServerOptions {
  /** Gives the 12 bytes of a new ObjectId, for documents inserted without `_id`. */
  newId: () => Uint8Array
  /** Milliseconds since the epoch: for clients that ask for the time, and for all waiting. */
  now: () => number
  /** A number from 0 to 1, different each time. */
  random: () => number
  /** The version of mongod it announces, such as `7.0.14`. */
  version: string
  /** What it can do beyond the core; nothing by default. Whatever needs a part that isn't there is refused. */
  parts?: readonly Part[]
  /** Name and port under which it is reached; `localhost:27017` by default. */
  host?: string
  /** Number of the process it runs in; 1 by default. */
  pid?: number
}

/** Bytes for a connection that had to wait for them. With `close`, it is over after them. */
export interface Due {
  /** The number of the connection, its `id`. */
  connection: number
  bytes: Uint8Array
  close?: string
}

/** A database with nothing in it. Same input, same bytes out, wherever it runs. */
export class MongoServer {
  readonly #services: Services
  readonly #clients = new Map<number, MongoConnection>()
  readonly #waiting = new Set<MongoConnection>()

  constructor(options: MongoServerOptions) {
    const { now, random, version } = options
    const abilities = joinParts(options.parts ?? [])
    this.#services = {
      host: 'localhost:27017',
      pid: 1,
      ...options,
      abilities,
      store: new Store({ ...options, abilities }),
      cursors: new Cursors(random, now),
      failPoints: abilities.failPoints?.(random),
      clients: this.#clients,
      counters: {
        connections: 0,
        requests: 0,
        bytesIn: 0,
        bytesOut: 0,
        operations: 0,
        errors: 0,
        commands: new Map(),
      },
      commands: commandsWith(abilities.commands),
      parameters: abilities.parameters?.(version) ?? new Map(),
      startedAt: now(),
    }
  }

  /** A new client; `address` is what people are told of where it is. Close the connection when it has gone. */
  connect(address = '127.0.0.1:0'): MongoConnection {
    const id = ++this.#services.counters.connections
    const forget = () => this.#clients.delete(id)
    const connection = new MongoConnection({
      services: this.#services,
      id,
      address,
      waiting: this.#waiting,
      forget,
    })
    this.#clients.set(id, connection)
    return connection
  }

  /** What connections that waited are answered now. Cheap if none waits. */
  due(): Due[] {
    const due: Due[] = []
    const served = new Set<MongoConnection>()
    for (let before = -1; before < due.length; ) {
      before = due.length
      for (const connection of [...this.#waiting]) {
        if (served.has(connection)) continue
        const { replies, close } = connection.look()
        if (replies.length === 0 && close === undefined) continue
        served.add(connection)
        due.push({ connection: connection.id, bytes: concat(replies), ...(close !== undefined && { close }) })
      }
    }
    return due
  }

  /** When `due` has something even if nobody sends anything, ms since the epoch; undefined if nobody waits. */
  get nextDeadline(): number | undefined {
    let next: number | undefined
    for (const { deadline } of this.#waiting) {
      if (deadline !== undefined && !(next !== undefined && next <= deadline)) next = deadline
    }
    return next
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

  /** How many clients are connected. */
  get connections(): number {
    return this.#clients.size
  }
}
