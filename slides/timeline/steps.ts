/** The sentences of a run as steps: which one holds at a moment, and which come before and after it. */
import type { Sentence } from '../../server/trace/narrate.ts'

export class Steps {
  readonly #sentences: readonly Sentence[]

  /** In order of time. */
  constructor(sentences: readonly Sentence[]) {
    this.#sentences = sentences
  }

  /** Of the last thing that happened until `t` (µs); -1 before the first. */
  indexAt(t: number): number {
    let low = 0
    let high = this.#sentences.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#sentences[middle]!.t <= t) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  /** The step so many places on, kept within the run; undefined if nothing is told. */
  from(index: number, places: number): number | undefined {
    if (this.#sentences.length === 0) return undefined
    return Math.min(this.#sentences.length - 1, Math.max(0, index + places))
  }

  /** The moment of a step, µs; 0 before the first. */
  timeOf(index: number): number {
    return this.#sentences[index]?.t ?? 0
  }

  /** What a step says; empty before the first. */
  textOf(index: number): string {
    return this.#sentences[index]?.text ?? ''
  }
}
