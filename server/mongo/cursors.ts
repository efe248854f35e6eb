/** Answers too long for one reply: the rest waits on the server until the client asks for more or loses interest. */
import type { Document } from './document.ts'
import type { Projection } from './projection.ts'
import { MAX_DOCUMENT } from './store.ts'

/** Documents in a first batch when the client doesn't say. */
export const FIRST_BATCH = 101

/** What is left of an answer. */
export class Cursor {
  readonly namespace: string
  readonly #documents: readonly Document[]
  readonly #project: Projection
  #position = 0

  constructor(
    namespace: string,
    documents: readonly Document[],
    project: Projection = (document) => document,
  ) {
    this.namespace = namespace
    this.#documents = documents
    this.#project = project
  }

  get exhausted(): boolean {
    return this.#position >= this.#documents.length
  }

  /** The next documents: at most `count`, and no more than fit into a reply, but at least one. */
  batch(count: number): Document[] {
    const batch: Document[] = []
    let size = 0
    while (batch.length < count && !this.exhausted) {
      const document = this.#project(this.#documents[this.#position]!)
      size += document.bytes.length
      if (size > MAX_DOCUMENT && batch.length > 0) break
      batch.push(document)
      this.#position++
    }
    return batch
  }
}

/** The cursors that clients can still ask. */
export class Cursors {
  readonly #open = new Map<bigint, Cursor>()
  #lastId = 0n

  get size(): number {
    return this.#open.size
  }

  /** Keeps a cursor; returns the number to ask for it by. Never 0, which means "no more". */
  open(cursor: Cursor): bigint {
    this.#lastId++
    this.#open.set(this.#lastId, cursor)
    return this.#lastId
  }

  find(id: bigint): Cursor | undefined {
    return this.#open.get(id)
  }

  /** Forgets a cursor; false if there is none. */
  close(id: bigint): boolean {
    return this.#open.delete(id)
  }
}
