/**
 * Cuts a stream of bytes into messages of the wire protocol. Each begins with its own length:
 *
 *     int32 length | int32 request id | int32 response to | int32 opcode | body …
 */
import { concat, readInt32 } from '../bson/bytes.ts'
import { MalformedError } from '../bson/document.ts'

/** Longest message that is accepted, header included, in bytes. */
export const MAX_MESSAGE = 48_000_000

/** Length of what every message begins with, in bytes. */
export const HEADER = 16

/** Collects bytes, however they are cut, until messages are whole. */
export class Frames {
  #chunks: Uint8Array[] = []
  #size = 0
  /** How many bytes the message under way needs before more can be said about it. */
  #needed = 4

  /** Takes bytes (and may keep them); returns the messages they complete. Throws MalformedError on an impossible length. */
  push(bytes: Uint8Array): Uint8Array[] {
    return [...this.messages(bytes)]
  }

  /** As `push`, but what comes before an impossible length is given first. To be read to its end. */
  *messages(bytes: Uint8Array): Iterable<Uint8Array> {
    if (bytes.length === 0) return
    this.#chunks.push(bytes)
    this.#size += bytes.length
    while (this.#size >= this.#needed) {
      const all = this.#joined()
      const length = messageLength(all)
      this.#needed = length
      if (this.#size < length) break
      this.#restart(all.subarray(length))
      yield all.subarray(0, length)
    }
  }

  /** Hands over the bytes that aren't a whole message, and forgets them. */
  takeRest(): Uint8Array {
    const rest = this.#joined()
    this.#restart(new Uint8Array(0))
    return rest
  }

  #joined(): Uint8Array {
    const all = this.#chunks.length === 1 ? this.#chunks[0]! : concat(this.#chunks)
    this.#chunks = [all]
    return all
  }

  #restart(rest: Uint8Array): void {
    this.#chunks = [rest]
    this.#size = rest.length
    this.#needed = 4
  }
}

function messageLength(bytes: Uint8Array): number {
  const length = readInt32(bytes, 0)
  if (length < HEADER) throw new MalformedError(`a message of ${length} bytes is shorter than its header`)
  if (length > MAX_MESSAGE)
    throw new MalformedError(`a message of ${length} bytes is longer than ${MAX_MESSAGE}`)
  return length
}
