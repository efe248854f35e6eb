/**
 * How fast the network takes what is sent to the database. A message that fits into the window is gone at
 * once; one that fills it takes a while, so that a program with much to send has to wait until it may go on.
 */
import { WINDOW } from '../../kernel/connection.ts'

/** How long a full window takes, µs: about 250 MB a second. */
const TIME = 250

interface Piece {
  connection: number
  bytes: number
  at: number
}

export class Drain {
  #pieces: Piece[] = []

  /** Whether bytes that were sent at `now` (µs) are gone already; else `due` will tell. */
  takes(connection: number, bytes: number, now: number): boolean {
    if (bytes < WINDOW) return true
    this.#pieces.push({ connection, bytes, at: now + TIME })
    return false
  }

  get nextDeadline(): number | undefined {
    return this.#pieces[0]?.at
  }

  /** What is gone by now. */
  due(now: number): Piece[] {
    const gone = this.#pieces.filter(({ at }) => at <= now)
    this.#pieces = this.#pieces.filter(({ at }) => at > now)
    return gone
  }
}
