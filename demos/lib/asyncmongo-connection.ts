/**
 * One connection of AsyncMongo, and the few it keeps. This is no part of
 * the driver: it's here to be compared with Motor.
 */
import type { Document } from 'bson'
import { IOStream } from 'iostream'
import { Socket } from 'socket'
import { HEADER, lengthOf, opMsg, parseBody } from 'wire'

/** Called with the answer and null, or null and the error. */
export type Answered = (
  answer: Document | null,
  error: Error | null,
) => void

/** The connection can't be used as it was. */
export class InterfaceError extends Error {
  override name = 'InterfaceError'
}

/** The pool has no connection left; nobody waits for one. */
export class TooManyConnections extends InterfaceError {
  override name = 'TooManyConnections'
}

/** Connects at once, which blocks the loop; after that it calls back. */
export class AsyncConnection {
  readonly #stream: IOStream
  readonly #release: (connection: AsyncConnection) => void
  #callback: Answered | undefined

  constructor(
    host: string,
    port: number,
    release: (connection: AsyncConnection) => void,
  ) {
    this.#stream = new IOStream(Socket.connect(host, port))
    this.#release = release
    this.#stream.setCloseCallback(() => {
      this.#finish(null, new InterfaceError('connection closed'))
    })
  }

  get closed(): boolean {
    return this.#stream.closed()
  }

  /** Without a callback the database isn't to answer. */
  sendMessage(command: Document, callback?: Answered): void {
    if (this.#callback) {
      throw new InterfaceError('connection already in use')
    }
    this.#stream.write(opMsg(1, command, callback !== undefined))
    if (!callback) {
      this.#release(this)
      return
    }
    this.#callback = callback
    this.#stream.readBytes(HEADER, (header) => {
      const length = lengthOf(header) - HEADER
      this.#stream.readBytes(length, (body) => {
        this.#finish(parseBody(body), null)
      })
    })
  }

  close(): void {
    this.#stream.close()
  }

  #finish(answer: Document | null, error: Error | null): void {
    const callback = this.#callback
    this.#callback = undefined
    this.#release(this)
    callback?.(answer, error)
  }
}

/** So many connections at once, 0 for any number; it has no queue. */
export class ConnectionPool {
  readonly #open: (
    release: (connection: AsyncConnection) => void,
  ) => AsyncConnection
  readonly #max: number
  readonly #idle: AsyncConnection[] = []
  readonly #used = new Set<AsyncConnection>()

  constructor(host: string, port: number, max: number) {
    this.#open = (release) => new AsyncConnection(host, port, release)
    this.#max = max
  }

  /** Raises TooManyConnections if all are in use. */
  connection(): AsyncConnection {
    const count = this.#used.size
    if (this.#max > 0 && count >= this.#max) {
      const equal = 'connections are already equal to the max'
      throw new TooManyConnections(`${count} ${equal}: ${this.#max}`)
    }
    const release = (connection: AsyncConnection) =>
      this.#cache(connection)
    const connection = this.#idle.shift() ?? this.#open(release)
    this.#used.add(connection)
    return connection
  }

  #cache(connection: AsyncConnection): void {
    const used = this.#used.delete(connection)
    const gone = this.#idle.indexOf(connection)
    if (connection.closed && gone >= 0) this.#idle.splice(gone, 1)
    if (used && !connection.closed) this.#idle.push(connection)
  }
}
