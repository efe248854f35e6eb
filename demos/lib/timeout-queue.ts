/** Timeouts by deadline, in a heap: ten thousand cost hardly more than ten. */

/** Something to be called when the run is so many ms old. */
export interface Timeout {
  readonly deadline: number
  /** Counts up: equal deadlines are served first come, first served. */
  readonly order: number
  /** Null once the timeout has been removed. */
  callback: (() => void) | null
}

/** The timeout that is due first lies in front. */
export class TimeoutQueue {
  readonly #heap: Timeout[] = []
  #count = 0

  /** The deadline that comes first. */
  get next(): number {
    return this.#heap[0]?.deadline ?? Number.POSITIVE_INFINITY
  }

  add(deadline: number, callback: () => void): Timeout {
    this.#count += 1
    const timeout = { deadline, order: this.#count, callback }
    this.#rise(timeout)
    return timeout
  }

  /**
   * Takes out those that are due, one by one, and gives their callbacks:
   * also those that come in meanwhile. Those removed go when in front.
   */
  *due(now: number): Generator<() => void> {
    let [first] = this.#heap
    while (first && (!first.callback || first.deadline <= now)) {
      this.#takeFirst()
      if (first.callback) yield first.callback
      first = this.#heap[0]
    }
  }

  #takeFirst(): void {
    const last = this.#heap.pop()
    if (last && this.#heap.length > 0) this.#sink(last)
  }

  /** Puts a timeout last, and up to where it belongs. */
  #rise(timeout: Timeout): void {
    const heap = this.#heap
    let at = heap.length
    while (at > 0) {
      const above = (at - 1) >> 1
      const parent = heap[above]
      if (!parent || !isBefore(timeout, parent)) break
      heap[at] = parent
      at = above
    }
    heap[at] = timeout
  }

  /** Puts a timeout in front, and down to where it belongs. */
  #sink(timeout: Timeout): void {
    const heap = this.#heap
    let at = 0
    for (;;) {
      const below = this.#earlierBelow(at)
      const child = heap[below]
      if (!child || !isBefore(child, timeout)) break
      heap[at] = child
      at = below
    }
    heap[at] = timeout
  }

  #earlierBelow(at: number): number {
    const left = 2 * at + 1
    const one = this.#heap[left]
    const other = this.#heap[left + 1]
    return one && other && isBefore(other, one) ? left + 1 : left
  }
}

function isBefore(one: Timeout, other: Timeout): boolean {
  if (one.deadline !== other.deadline)
    return one.deadline < other.deadline
  return one.order < other.order
}
