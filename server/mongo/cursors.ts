/** Answers too long for one reply: the rest waits on the server until the client asks for more or loses interest. */

import type { Document } from './bson/document.ts'
import type { Collection } from './storage/collection.ts'
import { checkMessageSize } from './storage/identity.ts'
import { MAX_DOCUMENT } from './storage/store.ts'

/** Documents in a first batch when the client doesn't say. */
export const FIRST_BATCH = 101

/** A cursor nobody asks for this long is closed, in ms. */
export const IDLE_LIMIT = 600_000

/** What an element of an array takes beside its document: type, up to eight digits, end of the name. */
const ELEMENT = 10

/** How a cursor differs from one that gives its documents in batches and then ends. */
export interface CursorOptions {
  /** `database.collection`. */
  namespace: string
  /** Documents in the first batch; 101 by default. With 0 the cursor is only opened. */
  batchSize?: number | undefined
  /** Documents in all batches together; 0 and undefined are no limit. */
  limit?: number | undefined
  /** The client wants the first batch only. */
  singleBatch?: boolean | undefined
  /** Stays open however long nobody asks. */
  noTimeout?: boolean | undefined
  /** The end of its documents is not its own: more may come. */
  tail?: Tail | undefined
  /** The collection it reads; the cursor fails when that is dropped or renamed. */
  source?: Collection | undefined
}

/** What a tailable cursor follows. */
export interface Tail {
  /** Waits for documents when there are none. */
  awaitData: boolean
  /** Changes whenever another look is worth while. */
  version: () => number
}

/** What is left of an answer. */
export class Cursor {
  readonly namespace: string
  readonly tail: Tail | undefined
  readonly source: Collection | undefined
  /** Who opened it: the text of a session id, or undefined. */
  readonly session: string | undefined
  readonly noTimeout: boolean
  /** When it was last asked, ms. */
  usedAt = 0
  /** A getMore that waits holds it. */
  pinned = false
  /** It was killed while it was held. */
  killed = false
  readonly #documents: Iterator<Document>
  #left: number
  #ended: boolean
  /** Was taken from the documents but didn't fit any more. */
  #next: Document | undefined

  constructor(documents: Iterable<Document>, options: CursorOptions, session?: string) {
    this.namespace = options.namespace
    this.tail = options.tail
    this.source = options.source
    this.session = session
    this.noTimeout = options.noTimeout ?? false
    this.#documents = documents[Symbol.iterator]()
    this.#left = options.limit || Number.POSITIVE_INFINITY
    this.#ended = Array.isArray(documents) && documents.length === 0
  }

  /** Nothing can come any more. As on mongod, a batch that took the last document doesn't know that yet. */
  get exhausted(): boolean {
    return this.#ended || this.#left === 0
  }

  /** The next documents: at most `count`, and no more than fit into a reply, but at least one. */
  batch(count: number): Document[] {
    const batch: Document[] = []
    let size = 0
    while (batch.length < count && !this.exhausted) {
      const document = this.#next ?? this.#take()
      if (!document) break
      size += document.bytes.length + ELEMENT
      this.#next = size > MAX_DOCUMENT && batch.length > 0 ? document : undefined
      if (this.#next) break
      batch.push(document)
      this.#left--
    }
    return batch
  }

  /** Lets go of what the documents come from. */
  close(): void {
    this.#ended = true
    this.#documents.return?.()
  }

  #take(): Document | undefined {
    const { done, value } = this.#documents.next()
    if (done && !this.tail) this.#ended = true
    if (!done) checkMessageSize(value)
    return done ? undefined : value
  }
}

/** The cursors that clients can still ask. */
export class Cursors {
  readonly #open = new Map<bigint, Cursor>()
  readonly #random: () => number
  readonly #now: () => number
  #lookedAt = 0

  constructor(random: () => number, now: () => number) {
    this.#random = random
    this.#now = now
  }

  /** How many are open. */
  get size(): number {
    this.#closeIdle()
    return this.#open.size
  }

  /** Those that are open. */
  get all(): Iterable<Cursor> {
    return this.#open.values()
  }

  /** Keeps a cursor; returns the number to ask for it by: never 0, which means "no more", and exact as a double. */
  open(cursor: Cursor): bigint {
    this.#closeIdle()
    let id: bigint
    do id = BigInt(Math.floor(this.#random() * 2 ** 52) + 1)
    while (this.#open.has(id))
    cursor.usedAt = this.#now()
    this.#open.set(id, cursor)
    return id
  }

  find(id: bigint): Cursor | undefined {
    this.#closeIdle()
    return this.#open.get(id)
  }

  /** Forgets a cursor; false if there is none. Who holds it learns that it was killed. */
  close(id: bigint): boolean {
    const cursor = this.#open.get(id)
    if (!cursor) return false
    cursor.killed = true
    cursor.close()
    return this.#open.delete(id)
  }

  /** Forgets all cursors that `isMeant` means. */
  closeAll(isMeant: (cursor: Cursor) => boolean): void {
    for (const [id, cursor] of this.#open) if (isMeant(cursor)) this.close(id)
  }

  #closeIdle(): void {
    const now = this.#now()
    if (now < this.#lookedAt + 1000) return
    this.#lookedAt = now
    const limit = now - IDLE_LIMIT
    this.closeAll((cursor) => !cursor.noTimeout && !cursor.pinned && cursor.usedAt < limit)
  }
}
