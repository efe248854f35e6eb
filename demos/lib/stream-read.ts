/** What a stream's reader waits for (Tornado 2.4.1). */
import { wrap } from 'context'
import type { ReadBuffer } from 'read-buffer'

/** Called with bytes. */
export type OnData = (data: string) => void

/** What ends a read: a text or pattern, a count, or the end of all. */
export type Until =
  | { delimiter: string }
  | { pattern: RegExp }
  | { count: number }
  | 'closed'

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
    const until = this.#until
    if (until === 'closed') return -1
    if ('delimiter' in until) return buffer.endOf(until.delimiter)
    if ('pattern' in until) return buffer.endOfMatch(until.pattern)
    return buffer.size < until.count ? -1 : until.count
  }

  /** Takes what may be streamed: all there is, if it's wanted. */
  takeChunk(buffer: ReadBuffer): string {
    const until = this.#until
    if (typeof until === 'string' || !('count' in until))
      return buffer.take(buffer.size)
    const count = Math.min(until.count, buffer.size)
    this.#until = { count: until.count - count }
    return buffer.take(count)
  }
}
