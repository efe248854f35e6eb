/**
 * How far a run that is going on has come. Its events say so only now and then: between them a wait grows
 * with the wall's time.
 */

/** Latency is ms, times of the run are µs. */
export class LiveClock {
  #t = 0
  #last: { t: number; now: number } | undefined

  /** An event of `t` arrived at `now` (ms of any clock). */
  heard(t: number, now: number): void {
    this.#last = { t, now }
  }

  /** The time of the run at `now`; never goes back. */
  at(now: number): number {
    if (this.#last) this.#t = Math.max(this.#t, this.#last.t + (now - this.#last.now) * 1000)
    return this.#t
  }
}

/** A long run shows its last so many µs while it lasts. */
const WINDOW = 10_000_000

/**
 * The stretch of time that a live picture shows: it's wider than the run is long, and widens in steps,
 * because a picture that shrinks all the time can't be read.
 */
export function liveWindow(t: number, latency: number): { from: number; to: number } {
  let to = Math.max(10_000, latency * 1250)
  while (to < t * 1.03) to *= 1.5
  if (to <= WINDOW) return { from: 0, to }
  const step = WINDOW / 4
  const end = Math.max(WINDOW, Math.ceil((t * 1.01) / step) * step)
  return { from: end - WINDOW, to: end }
}
