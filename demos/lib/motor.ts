/**
 * Motor: the blocking driver made asynchronous without changing it. Each
 * operation runs on a greenlet of its own, over a socket that parks.
 */
import type { Document } from 'bson'
import {
  type Collection,
  type Cursor,
  type Database,
  type InsertManyResult,
  type InsertOneResult,
  MongoClient,
  type UpdateResult,
} from 'green/pymongo'
import { type Asynchronous, asynchronize } from 'motor-asynchronize'
import { MotorSocket } from 'motor-socket'

export type { Asynchronous, Callback } from 'motor-asynchronize'

const connect = (host: string, port: number) =>
  new MotorSocket().connect(host, port)

export class MotorClient {
  readonly #delegate: MongoClient

  constructor(host = 'mongodb', port = 27017) {
    this.#delegate = new MongoClient(host, port, { connect })
  }

  db(name: string): MotorDatabase {
    return new MotorDatabase(this.#delegate.db(name))
  }
}

export class MotorDatabase {
  readonly #delegate: Database
  readonly command: Asynchronous<[command: Document], Document>

  constructor(delegate: Database) {
    this.#delegate = delegate
    this.command = asynchronize((command) => delegate.command(command))
  }

  collection(name: string): MotorCollection {
    return new MotorCollection(this.#delegate.collection(name))
  }
}

export class MotorCollection {
  readonly #delegate: Collection
  readonly findOne: Asynchronous<[filter: Document], Document | null>
  readonly insertOne: Asynchronous<
    [document: Document],
    InsertOneResult
  >
  readonly insertMany: Asynchronous<
    [documents: Document[]],
    InsertManyResult
  >
  readonly updateOne: Asynchronous<
    [filter: Document, update: Document],
    UpdateResult
  >

  constructor(delegate: Collection) {
    this.#delegate = delegate
    this.findOne = asynchronize((filter) => delegate.findOne(filter))
    this.insertOne = asynchronize((one) => delegate.insertOne(one))
    this.insertMany = asynchronize((all) => delegate.insertMany(all))
    this.updateOne = asynchronize((filter, update) =>
      delegate.updateOne(filter, update),
    )
  }

  /** Sends nothing yet, so it needs no greenlet. */
  find(filter: Document = {}): MotorCursor {
    return new MotorCursor(this.#delegate.find(filter))
  }
}

export class MotorCursor {
  readonly #delegate: Cursor
  readonly toList: Asynchronous<[], Document[]>

  constructor(delegate: Cursor) {
    this.#delegate = delegate
    this.toList = asynchronize(() => delegate.toList())
  }

  sort(sort: Document): this {
    this.#delegate.sort(sort)
    return this
  }

  limit(limit: number): this {
    this.#delegate.limit(limit)
    return this
  }
}
