/** A socketpair by which a loop wakes itself (Tornado 2.4.1's Waker). */
import * as os from 'os'

/** What is written at one end makes a poll of the other return. */
export class Waker {
  readonly #reader: number
  readonly #writer: number

  constructor() {
    ;[this.#reader, this.#writer] = os.socketpair()
  }

  /** The descriptor to poll. */
  fileno(): number {
    return this.#reader
  }

  /** Makes the next poll return. If the pair is full, it does anyway. */
  wake(): void {
    os.sendNow(this.#writer, 'x')
  }

  /** Takes what has been written, so that polls wait again. */
  consume(): void {
    while (os.recvNow(this.#reader, 4096));
  }

  close(): void {
    os.close(this.#reader)
    os.close(this.#writer)
  }
}
