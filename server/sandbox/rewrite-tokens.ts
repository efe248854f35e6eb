/** Where the tokens of a module are, for those that its tree doesn't tell: `=>`, `[`, `.`, `(`. */
import type { Token } from 'acorn'

/** The tokens of one module in the order of its text. */
export class Tokens {
  readonly #starts: number[] = []
  readonly #labels: string[] = []

  /** Takes the next token. */
  add(token: Token): void {
    this.#starts.push(token.start)
    this.#labels.push(token.type.label)
  }

  /** Offset of the first token of this kind at or behind an offset. */
  next(label: string, from: number): number {
    let index = this.#indexAt(from)
    while (this.#labels[index] !== label) index++
    return this.#starts[index]!
  }

  /** Offset of the last token of this kind before an offset. */
  previous(label: string, before: number): number {
    let index = this.#indexAt(before) - 1
    while (this.#labels[index] !== label) index--
    return this.#starts[index]!
  }

  /** The kind of the first token at or behind an offset. */
  labelAt(from: number): string {
    return this.#labels[this.#indexAt(from)] ?? ''
  }

  #indexAt(offset: number): number {
    let low = 0
    let high = this.#starts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#starts[middle]! < offset) low = middle + 1
      else high = middle
    }
    return low
  }
}
