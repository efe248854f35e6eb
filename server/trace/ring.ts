/**
 * The recorder of a run: bounded, so that no program can fill the memory by making events. It keeps the
 * first events, counts what doesn't fit, and says so in the trace, because a silent gap would be a lie.
 */
import type { Happening, TraceEvent } from '../kernel/events.ts'

/** Events kept if nobody says otherwise. */
export const DEFAULT_CAPACITY = 200_000

/** Numbers events and holds them until they're drained; forgets nothing silently. */
export class Ring {
  readonly #capacity: number
  #batch: TraceEvent[] = []
  #seq = 0
  #kept = 0
  #dropped = 0
  #ended = false

  /** `capacity` is how many events are kept in all, beside `dropped` and `run-end`, which always fit. */
  constructor(capacity: number = DEFAULT_CAPACITY) {
    this.#capacity = capacity
  }

  /** Events that didn't fit so far. */
  get dropped(): number {
    return this.#dropped
  }

  /** True once `run-end` is recorded; what comes later is ignored. */
  get ended(): boolean {
    return this.#ended
  }

  /** Records one event, `t` in µs; a `run-end` is preceded by `dropped` if anything is missing. */
  record(t: number, lane: string, request: number, happening: Happening): void {
    if (this.#ended) return
    if (happening.kind === 'run-end') this.#end(t, lane, request, happening)
    else if (this.#kept < this.#capacity) this.#push(t, lane, request, happening)
    else {
      this.#seq++
      this.#dropped++
    }
  }

  /** The events since the last call, in order. */
  drain(): TraceEvent[] {
    const batch = this.#batch
    this.#batch = []
    return batch
  }

  #end(t: number, lane: string, request: number, happening: Happening): void {
    if (this.#dropped > 0) this.#push(t, 'run', 0, { kind: 'dropped', count: this.#dropped })
    this.#push(t, lane, request, happening)
    this.#ended = true
  }

  #push(t: number, lane: string, request: number, happening: Happening): void {
    this.#kept++
    this.#batch.push({ seq: this.#seq++, t, lane, request, ...happening })
  }
}
