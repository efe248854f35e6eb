/**
 * Plays the events of a run in virtual time at the speed of a clock. The tab computes a run in an instant;
 * what a person watches is this.
 */
import type { TraceEvent } from '../../server/kernel/events.ts'

/** Longest time a finished run takes to play, ms. Shorter runs take as long as they say. */
export const LONGEST_PLAY_MS = 4000

/** Events in, in order, and out when they are due. Times come from outside, in ms. */
export class Pace {
  readonly #waiting: TraceEvent[] = []
  #next = 0
  #speed = 1
  #from = { now: 0, t: 0 }
  #started = false

  /** More of the run. The first call starts its clock. */
  add(events: readonly TraceEvent[], now: number): void {
    if (!this.#started) this.#from = { now, t: 0 }
    this.#started = true
    this.#waiting.push(...events)
  }

  /** The run is complete: from here on it plays fast enough to be over in time. */
  complete(now: number): void {
    const t = this.time(now)
    const left = ((this.#waiting.at(-1)?.t ?? 0) - t) / 1000
    this.#from = { now, t }
    this.#speed = Math.max(1, left / LONGEST_PLAY_MS)
  }

  /** Where in the run the clock stands, µs. */
  time(now: number): number {
    return this.#started ? this.#from.t + (now - this.#from.now) * 1000 * this.#speed : 0
  }

  /** The events that are due and weren't taken before. */
  due(now: number): TraceEvent[] {
    const time = this.time(now)
    const first = this.#next
    while (this.#next < this.#waiting.length && this.#waiting[this.#next]!.t <= time) this.#next++
    return this.#waiting.slice(first, this.#next)
  }

  /** Whether everything added has been taken. */
  get isEmpty(): boolean {
    return this.#next === this.#waiting.length
  }
}
