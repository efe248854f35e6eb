/** Batches of events on their way from a runner to whoever iterates over them; nothing is lost in between. */
import type { TraceEvent } from './kernel/events.ts'

/** Most events in one batch: whoever takes them may pass them on as arguments of one call. */
const BATCH = 10_000

/** The events in batches that are not too big. */
export function inBatches(events: TraceEvent[]): TraceEvent[][] {
  const count = Math.ceil(events.length / BATCH)
  return Array.from({ length: count }, (_, n) => events.slice(n * BATCH, (n + 1) * BATCH))
}

/** One producer, one consumer. Ends after `end`, once everything pushed has been taken. */
export class EventQueue implements AsyncIterable<TraceEvent[]> {
  readonly #batches: TraceEvent[][] = []
  #ended = false
  #wake: (() => void) | undefined

  push(events: TraceEvent[]): void {
    if (this.#ended || events.length === 0) return
    this.#batches.push(...inBatches(events))
    this.#wake?.()
  }

  end(): void {
    this.#ended = true
    this.#wake?.()
  }

  async *[Symbol.asyncIterator](): AsyncIterator<TraceEvent[]> {
    for (;;) {
      const batch = this.#batches.shift()
      if (batch) yield batch
      else if (this.#ended) return
      else await this.#arrival()
    }
  }

  async #arrival(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve
    })
    this.#wake = undefined
  }
}
