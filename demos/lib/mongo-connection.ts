/** One connection of the blocking driver to the database. */
import type { Document } from 'bson'
import { OSError } from 'os-error'
import { AutoReconnect } from 'pymongo-errors'
import { HEADER, lengthOf, parseBody } from 'wire'

/** The part of a socket that the driver needs. */
export interface Stream {
  recv(max: number): string
  sendall(bytes: string): void
  /** How long a call may wait, ms; null for ever. */
  setTimeout?(ms: number | null): void
  close(): void
}

/** How the driver gets its sockets; `timeout` in ms. */
export type Connect = (
  host: string,
  port: number,
  timeout?: number,
) => Stream

const OK = { ok: 1 }

/** A message goes out, its answer comes in. */
export class Connection {
  readonly #stream: Stream
  /** Not known before we have said it. */
  #timeout: number | null | undefined
  #usable = true
  /** Connections of an older one are closed: their peer may be gone. */
  generation = 0

  constructor(stream: Stream) {
    this.#stream = stream
  }

  /** False if a message isn't sent, or its answer not read, to its end. */
  get usable(): boolean {
    return this.#usable
  }

  /**
   * Sends a message and waits for its answer, `timeout` ms a call. To a
   * message that isn't answered there's nothing to say but "ok".
   */
  exchange(
    message: string,
    timeout: number | null,
    answered = true,
  ): Document {
    if (timeout !== this.#timeout) this.#stream.setTimeout?.(timeout)
    this.#timeout = timeout
    this.#usable = false
    try {
      this.#stream.sendall(message)
      const answer = answered ? this.#receive() : OK
      this.#usable = true
      return answer
    } catch (error) {
      if (!(error instanceof OSError)) throw error
      throw new AutoReconnect(error.message, { cause: error })
    }
  }

  close(): void {
    this.#stream.close()
  }

  #receive(): Document {
    const header = this.#take(HEADER)
    return parseBody(this.#take(lengthOf(header) - HEADER))
  }

  #take(length: number): string {
    let bytes = ''
    while (bytes.length < length) {
      const chunk = this.#stream.recv(length - bytes.length)
      if (!chunk) throw new AutoReconnect('connection closed')
      bytes += chunk
    }
    return bytes
  }
}
