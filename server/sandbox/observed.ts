/** Looking at a guest's stack is our work, not the program's: what it costs isn't charged. */
export class Observed {
  readonly #polls: () => number
  #begun = 0
  #depth = 0
  #total = 0

  /** `polls` is the machine's own count. */
  constructor(polls: () => number) {
    this.#polls = polls
  }

  /** Begins or ends a look; one may begin inside another. */
  mark(begins: boolean): void {
    if (begins && this.#depth === 0) this.#begun = this.#polls()
    this.#depth += begins ? 1 : -1
    if (!begins && this.#depth === 0) this.#total += this.#polls() - this.#begun
  }

  /** Polls spent on looking so far. */
  get total(): number {
    return this.#total
  }
}
