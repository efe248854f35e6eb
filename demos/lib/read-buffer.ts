/** Bytes that have arrived and that nobody has asked for yet. */

/** Pieces as they came; put together only when somebody takes them. */
export class ReadBuffer {
  #pieces: string[] = []
  #size = 0

  /** How many bytes lie here. */
  get size(): number {
    return this.#size
  }

  append(piece: string): void {
    this.#pieces.push(piece)
    this.#size += piece.length
  }

  /** Takes the first bytes out. */
  take(count: number): string {
    const all = this.#joined()
    this.#size = all.length - count
    this.#pieces = this.#size > 0 ? [all.slice(count)] : []
    return all.slice(0, count)
  }

  /** How many bytes there are up to the delimiter's end, -1 if none. */
  endOf(delimiter: string): number {
    const found = this.#joined().indexOf(delimiter)
    return found < 0 ? -1 : found + delimiter.length
  }

  /** The same, for the first match of a pattern. */
  endOfMatch(pattern: RegExp): number {
    // A global pattern would go on where it has stopped.
    pattern.lastIndex = 0
    const match = pattern.exec(this.#joined())
    return match ? match.index + match[0].length : -1
  }

  #joined(): string {
    if (this.#pieces.length > 1) this.#pieces = [this.#pieces.join('')]
    return this.#pieces[0] ?? ''
  }
}
