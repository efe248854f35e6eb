/**
 * A blocking MongoDB driver, the way PyMongo is one. It knows nothing of
 * loops or greenlets; threads, gevent and Motor all run this very file.
 */
import type { Document, Long } from 'bson'
import {
  type Connect,
  Connection,
  OperationFailure,
} from 'mongo-connection'
import { Socket } from 'socket'

/** Connects when the first command is sent; keeps idle connections. */
export class MongoClient {
  readonly #host: string
  readonly #port: number
  readonly #connect: Connect
  #idle: Connection[] = []

  constructor(
    host = 'mongodb',
    port = 27017,
    connect: Connect = Socket.connect,
  ) {
    this.#host = host
    this.#port = port
    this.#connect = connect
  }

  db(name: string): Database {
    return new Database(this, name)
  }

  /** Runs a command on a connection that nobody else uses now. */
  command(command: Document): Document {
    const connection = this.#idle.pop() ?? this.#open()
    try {
      const reply = connection.command(command)
      this.#idle.push(connection)
      return reply
    } catch (error) {
      if (error instanceof OperationFailure) this.#idle.push(connection)
      else connection.close()
      throw error
    }
  }

  close(): void {
    for (const connection of this.#idle.splice(0)) connection.close()
  }

  #open(): Connection {
    const connect = this.#connect
    const connection = new Connection(connect(this.#host, this.#port))
    connection.command({ hello: 1, $db: 'admin' })
    return connection
  }
}

export class Database {
  readonly client: MongoClient
  readonly name: string

  constructor(client: MongoClient, name: string) {
    this.client = client
    this.name = name
  }

  collection(name: string): Collection {
    return new Collection(this, name)
  }

  command(command: Document): Document {
    return this.client.command({ ...command, $db: this.name })
  }
}

export class Collection {
  readonly database: Database
  readonly name: string

  constructor(database: Database, name: string) {
    this.database = database
    this.name = name
  }

  /** A cursor; nothing is sent before its first document is wanted. */
  find(filter: Document = {}): Cursor {
    return new Cursor(this, filter)
  }

  findOne(filter: Document = {}): Document | null {
    return this.find(filter).limit(1).toList()[0] ?? null
  }

  insertOne(document: Document): void {
    this.insertMany([document])
  }

  insertMany(documents: Document[]): void {
    this.database.command({ insert: this.name, documents })
  }

  /** Changes the first document that the filter finds, if there's one. */
  updateOne(filter: Document, update: Document): UpdateResult {
    const updates = [{ q: filter, u: update }]
    const reply = this.database.command({ update: this.name, updates })
    return {
      matchedCount: Number(reply.n),
      modifiedCount: Number(reply.nModified),
    }
  }
}

/** How many documents an update found, and how many it changed. */
export interface UpdateResult {
  matchedCount: number
  modifiedCount: number
}

interface Batch {
  id: number | Long
  firstBatch?: Document[]
  nextBatch?: Document[]
}

/** The documents that a query finds, fetched batch by batch. */
export class Cursor {
  readonly #collection: Collection
  readonly #find: Document
  #buffer: Document[] = []
  #id: number | Long | undefined

  constructor(collection: Collection, filter: Document) {
    this.#collection = collection
    this.#find = { find: collection.name, filter }
  }

  sort(sort: Document): this {
    return this.#option('sort', sort)
  }

  limit(limit: number): this {
    return this.#option('limit', limit)
  }

  project(projection: Document): this {
    return this.#option('projection', projection)
  }

  /** All documents that are left. */
  toList(): Document[] {
    const documents: Document[] = []
    while (this.#refill()) documents.push(...this.#buffer.splice(0))
    return documents
  }

  [Symbol.iterator]() {
    return this
  }

  next(): IteratorResult<Document, undefined> {
    if (!this.#refill()) return { done: true, value: undefined }
    return { done: false, value: this.#buffer.shift()! }
  }

  #option(name: string, value: unknown): this {
    this.#find[name] = value
    return this
  }

  /** Makes sure that there are documents in the buffer, if any are left. */
  #refill(): boolean {
    while (this.#buffer.length === 0 && this.#id !== 0) this.#fetch()
    return this.#buffer.length > 0
  }

  #fetch(): void {
    const { database, name } = this.#collection
    const command =
      this.#id === undefined
        ? this.#find
        : { getMore: this.#id, collection: name }
    const reply = database.command(command)
    const batch = reply.cursor as Batch
    this.#id = batch.id
    this.#buffer = batch.firstBatch ?? batch.nextBatch ?? []
  }
}
