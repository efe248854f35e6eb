/** The documents that a command finds, fetched batch by batch. */
import { type Document, Long } from 'bson'
import type { Database } from 'pymongo-database'

interface Batch {
  id: number | Long
  firstBatch?: Document[]
  nextBatch?: Document[]
}

/** How the next batches of a cursor are fetched. */
export interface Fetching {
  /** Documents a batch, default 101 at first, then 16 MiB. */
  batchSize?: number | undefined
  /** How long the database waits for a tailable cursor's next, ms. */
  maxAwaitTimeMS?: number | undefined
  /** How long a call of the socket may wait, ms. */
  networkTimeoutMS?: number | undefined
}

/**
 * What all cursors can do once it's known which command they run: the
 * documents come in batches, each fetched when it is needed.
 *
 * ```ts blocked
 * import { MongoClient } from 'pymongo'
 *
 * export function main() {
 *   const matches = new MongoClient().db('worldcup').collection('matches')
 *   for (const match of matches.find().batchSize(2).limit(5))
 *     console.log(match.team)
 * }
 * ```
 */
export abstract class CommandCursor {
  #buffer: Document[] = []
  /** Where in the buffer the next document is. */
  #at = 0
  #id: number | Long | null = null
  #over = false

  protected abstract readonly database: Database
  protected abstract readonly namespace: string
  protected abstract firstCommand(): Document
  protected abstract fetching(): Fetching
  /** Whether an empty batch is an end for now, not a reason to go on. */
  protected abstract isTail(): boolean

  /** The next document, or null if there's none (now). */
  next(): Document | null {
    const none = this.#at === this.#buffer.length
    if (none && this.refresh() === 0) return null
    this.#at += 1
    return this.#buffer[this.#at - 1]!
  }

  /** Whether there's another document; fetches a batch to know it. */
  hasNext(): boolean {
    return this.refresh() > 0
  }

  /** All documents that are left, or the next `length` of them. */
  toList(length = Number.POSITIVE_INFINITY): Document[] {
    let documents: Document[] = []
    while (documents.length < length && this.refresh() > 0) {
      const missing = length - documents.length
      const more = this.readBufferedDocuments(missing)
      documents = documents.length === 0 ? more : documents.concat(more)
    }
    return documents
  }

  /** `for (const document of cursor)`: goes on where `next` was. */
  [Symbol.iterator](): Iterator<Document> {
    return new Documents(this)
  }

  /** Fetches a batch if none is there: how many documents are. */
  refresh(): number {
    while (this.#at === this.#buffer.length && !this.#over) {
      this.#fetch()
      if (this.isTail()) break
    }
    return this.#buffer.length - this.#at
  }

  /** How many documents have been fetched, but not handed out. */
  bufferedCount(): number {
    return this.#buffer.length - this.#at
  }

  /** Hands out what has been fetched, `count` documents at most. */
  readBufferedDocuments(count = Number.POSITIVE_INFINITY): Document[] {
    const from = this.#at
    this.#at = Math.min(from + count, this.#buffer.length)
    return this.#buffer.slice(from, this.#at)
  }

  /** The database's number for it: null before, 0 when exhausted. */
  get cursorId(): number | Long | null {
    return this.#id
  }

  /** Whether there may be more, if only in the buffer. */
  get alive(): boolean {
    return this.bufferedCount() > 0 || !this.#over
  }

  /** Whether its command has been sent. */
  get started(): boolean {
    return this.#id !== null
  }

  /** Forgets it in the database; fetched documents stay. */
  close(): void {
    const open = this.#id && !this.#over
    this.#over = true
    if (!open) return
    const cursors = [new Long(`${this.#id}`)]
    const killCursors = this.namespace
    this.database.command({ killCursors, cursors })
  }

  /** Nothing will be asked for any more. */
  protected end(): void {
    this.#over = true
  }

  /** As if nothing had been asked for yet. */
  protected forget(): void {
    this.#buffer = []
    this.#at = 0
    this.#id = null
    this.#over = false
  }

  #fetch(): void {
    const command =
      this.#id === null ? this.firstCommand() : this.#getMore(this.#id)
    // A cursor that failed is of no use any more.
    this.#over = true
    const reply = this.database.command(command, this.fetching())
    const { id, firstBatch, nextBatch } = reply.cursor as Batch
    this.#id = id
    this.#over = id === 0
    this.#buffer = firstBatch ?? nextBatch ?? []
    this.#at = 0
  }

  #getMore(id: number | Long): Document {
    const { batchSize, maxAwaitTimeMS } = this.fetching()
    return {
      getMore: new Long(`${id}`),
      collection: this.namespace,
      ...(batchSize && { batchSize }),
      ...(maxAwaitTimeMS && { maxTimeMS: maxAwaitTimeMS }),
    }
  }
}

class Documents implements Iterator<Document> {
  readonly #cursor: CommandCursor

  constructor(cursor: CommandCursor) {
    this.#cursor = cursor
  }

  next(): IteratorResult<Document, undefined> {
    const value = this.#cursor.next()
    if (value === null) return { done: true, value: undefined }
    return { done: false, value }
  }
}
