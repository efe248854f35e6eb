/**
 * Motor: the blocking driver made asynchronous without changing it. Each
 * operation runs on a greenlet of its own, over a socket that parks.
 */
import type { Document } from 'bson'
import { wrap } from 'context'
import { Future } from 'future'
import { callMethod, MotorSocket } from 'green/motor-socket'
import {
  type Collection,
  type Cursor,
  type Database,
  MongoClient,
  type UpdateResult,
} from 'green/pymongo'
import { Greenlet } from 'greenlet'
import { IOLoop } from 'ioloop'
import { stand } from 'os'

/** Called with the result and null, or null and the error. */
export type Callback<R> = (
  result: R | null,
  error: Error | null,
) => void

/** What became of a blocking method: give it a callback, or await it. */
interface Asynchronous<Args extends unknown[], R> {
  (...args: [...Args, Callback<NonNullable<R>>]): void
  (...args: Args): Future<R>
}

/** Runs a blocking method on a greenlet; the loop hands over the result. */
function asynchronize<Args extends unknown[], R>(
  method: (...args: Args) => R,
): Asynchronous<Args, R> {
  function operation(...args: unknown[]): unknown {
    stand()
    const callback =
      args.length > method.length ? args.pop() : undefined
    const future = new Future<R>()
    const done = callback
      ? wrap(callback as Callback<R>)
      : settle(future)
    const loop = IOLoop.instance()
    const call = () => method(...(args as Args))
    const hand = (result: R, error: Error) =>
      loop.addCallback(() => done(result, error))
    new Greenlet(() => callMethod(call, hand as never)).switch()
    return callback ? undefined : future
  }
  return operation as Asynchronous<Args, R>
}

function settle<R>(future: Future<R>): Callback<R> {
  return (result, error) => {
    if (error) future.setError(error)
    else future.setResult(result as R)
  }
}

export class MotorClient {
  readonly #delegate: MongoClient

  constructor(host = 'mongodb', port = 27017) {
    this.#delegate = new MongoClient(host, port, MotorSocket.connect)
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
  readonly insertOne: Asynchronous<[document: Document], void>
  readonly insertMany: Asynchronous<[documents: Document[]], void>
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
