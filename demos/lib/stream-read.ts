/** What a stream's reader waits for (Tornado 2.4.1's three reads). */
import { wrap } from 'context'
import type { ReadBuffer } from 'read-buffer'

/** Called with bytes. */
export type OnData = (data: string) => void

/** What ends a read: a text, so many bytes, or the end of it all. */
export type Until = { delimiter: string } | { count: number } | 'closed'

/** One read that is under way. */
export class Read {
  readonly callback: OnData
  readonly streaming: OnData | undefined
  #until: Until

  constructor(until: Until, callback: OnData, streaming?: OnData) {
    this.#until = until
    this.callback = wrap(callback)
    this.streaming = streaming && wrap(streaming)
  }

  get untilClosed(): boolean {
    return this.#until === 'closed'
  }

  /** How many bytes it gets now; -1 if it has to wait for more. */
  measure(buffer: ReadBuffer): number {
    if (this.#until === 'closed') return -1
    if ('delimiter' in this.#until)
      return buffer.endOf(this.#until.delimiter)
    const { count } = this.#until
    return buffer.size < count ? -1 : count
  }

  /** Takes what may be streamed: all there is, if it's wanted. */
  takeChunk(buffer: ReadBuffer): string {
    if (typeof this.#until === 'string' || 'delimiter' in this.#until)
      return buffer.take(buffer.size)
    const count = Math.min(this.#until.count, buffer.size)
    this.#until = { count: this.#until.count - count }
    return buffer.take(count)
  }
}
