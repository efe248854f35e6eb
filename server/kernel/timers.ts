/** Deadlines in order; equal ones in the order in which they were set. */
export class Timers {
  #entries: { at: number; fire: () => void }[] = []

  /** Calls `fire` when `advance` reaches `at` (µs). Returns a function that forgets it. */
  set(at: number, fire: () => void): () => void {
    const entry = { at, fire }
    let low = 0
    let high = this.#entries.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#entries[middle]!.at <= at) low = middle + 1
      else high = middle
    }
    this.#entries.splice(low, 0, entry)
    return () => {
      this.#entries = this.#entries.filter((other) => other !== entry)
    }
  }

  /** The earliest deadline, µs. */
  get next(): number | undefined {
    return this.#entries[0]?.at
  }

  /** Fires everything that is due at `now`. */
  advance(now: number): void {
    while (this.#entries.length > 0 && this.#entries[0]!.at <= now) this.#entries.shift()!.fire()
  }
}
