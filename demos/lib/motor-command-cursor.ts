/** What all cursors of Motor can do. */
import type { Document } from 'bson'
import type { Future } from 'future'
import type { CommandCursor } from 'green/pymongo'
import { IOLoop } from 'ioloop'
import {
  type Asynchronous,
  asynchronize,
  type Manner,
} from 'motor-asynchronize'
import { type Callback, checked, takeCallback } from 'motor-callback'
import { type EachCallback, eachDocument } from 'motor-each'
import { FetchNext } from 'motor-fetch-next'
import { listDocuments } from 'motor-list'
import { ConfigurationError, InvalidOperation } from 'pymongo-errors'

/** Call it with how many, or null for all, and perhaps a callback. */
interface ToList {
  (callback: Callback<Document[]>): void
  (length: number | null, callback: Callback<Document[]>): void
  (length?: number | null): Future<Document[]>
}

/**
 * The documents that a command finds. Nothing is sent before the first
 * one is wanted; Motor 0.1.
 *
 * ```ts coroutines
 * import { engine } from 'gen'
 * import { IOLoop } from 'ioloop'
 * import { MotorClient } from 'motor'
 *
 * const loop = IOLoop.instance()
 * const matches = new MotorClient().db('worldcup').collection('matches')
 *
 * const show = engine(function* () {
 *   const cursor = matches.aggregate([{ $match: { teamA: 'Japan' } }])
 *   while (yield cursor.fetchNext) console.log(cursor.nextObject())
 *   loop.stop()
 * })
 *
 * export function main() {
 *   loop.addCallback(show)
 *   loop.start()
 * }
 * ```
 */
export class MotorCommandCursor<
  Delegate extends CommandCursor = CommandCursor,
> {
  readonly delegate: Delegate
  readonly manner: Manner
  /** Whether its command has been sent, or is about to be. */
  started = false
  /** Whether `close` was called. */
  closed = false

  constructor(delegate: Delegate, manner: Manner = {}) {
    this.delegate = delegate
    this.manner = manner
  }

  get loop(): IOLoop {
    return this.manner.loop ?? IOLoop.instance()
  }

  /** Whether there may be more, if only in the buffer. */
  get alive(): boolean {
    return this.delegate.alive
  }

  /** The database's number for it: null before, 0 when exhausted. */
  get cursorId() {
    return this.delegate.cursorId
  }

  /** Whether it goes by the rules of Motor 0.1. */
  get historical(): boolean {
    return this.manner.withoutCallback !== undefined
  }

  /** How many documents have been fetched and not been read. */
  bufferSize(): number {
    return $run(this.delegate.bufferedCount(), 'bufferSize')
  }

  /** The next document of the batch, or null if none is there. */
  nextObject(): Document | null {
    if (this.bufferSize() === 0) return null
    return $run(this.delegate.next(), 'nextObject')
  }

  /** Takes what has been fetched, so many documents at most. */
  buffered(count: number): Document[] {
    const documents = this.delegate.readBufferedDocuments(count)
    return $run(documents, 'buffered')
  }

  /** The next document, or null behind the last one. */
  get next(): Asynchronous<[], Document | null> {
    const next = () => this.delegate.next()
    return this.#reading<Document | null>(next, 'next')
  }

  /** Whether there is a next document; takes none. */
  get hasNext(): Asynchronous<[], boolean> {
    const hasNext = () => this.delegate.hasNext()
    return this.#reading<boolean>(hasNext, 'hasNext')
  }

  /** Yield it, or await it: whether there's a next document. */
  get fetchNext(): FetchNext {
    return new FetchNext(this)
  }

  /** Fetches a batch; the result is how many documents are there. */
  getMore(callback: Callback<number>): void {
    if (!this.alive) {
      const when = 'has been exhausted or killed'
      throw new InvalidOperation(
        `Can't call get_more() on a MotorCursor that ${when}.`,
      )
    }
    this.started = true
    const refresh = () => this.delegate.refresh()
    asynchronize(refresh, this.manner)(callback)
  }

  /**
   * Each document goes to the callback, and at the end `(null, null)`.
   * Only an explicit false ends it before; the cursor stays alive.
   */
  get each() {
    return (callback: EachCallback): void =>
      eachDocument(this, checked(callback))
  }

  /** The next `length` documents, by default all that are left. */
  get toList(): ToList {
    const read = (length?: number | null) =>
      this.delegate.toList(length ?? undefined)
    const toList = asynchronize(read, this.manner, 'toList')
    return ((...args: unknown[]) => {
      const given = [...args]
      const callback = takeCallback(given)
      const length = this.#checkToList(given[0])
      if (this.historical) {
        return listDocuments(this, length, checked(callback))
      }
      this.started = true
      return toList(...(args as [number?]))
    }) as ToList
  }

  /** Documents that were fetched can still be read. */
  get close() {
    const close = () => this.delegate.close()
    const later = asynchronize(close, this.manner, 'close')
    return ((...args: []) => {
      this.closed = true
      return later(...args)
    }) as typeof later
  }

  protected isTail(): boolean {
    return false
  }

  #reading<R>(read: () => R, name: string): Asynchronous<[], R> {
    const later = asynchronize(read, this.manner, name)
    return ((...args: []) => {
      this.started = true
      return later(...args)
    }) as Asynchronous<[], R>
  }

  #checkToList(length: unknown): number {
    const most = length ?? Number.POSITIVE_INFINITY
    if (!isLength(most)) {
      const rule = 'value must be an integer'
      throw new TypeError(`Wrong type for length, ${rule}`)
    }
    if (most < 0) {
      const rule = 'must be a positive integer'
      throw new ConfigurationError(`The value of length ${rule}`)
    }
    if (!this.isTail()) return most
    throw new InvalidOperation("Can't call to_list on tailable cursor")
  }
}

const isLength = (value: unknown): value is number =>
  Number.isInteger(value) || value === Number.POSITIVE_INFINITY
