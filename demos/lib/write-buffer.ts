/** Bytes that the socket didn't take yet (Tornado 2.4.1). */

/** In pieces: what is long needn't be copied each time a part leaves. */
const PIECE = 128 * 1024

/** First in, first out. */
export class WriteBuffer {
  #pieces: string[] = []

  get empty(): boolean {
    return this.#pieces.length === 0
  }

  append(data: string): void {
    for (let at = 0; at < data.length; at += PIECE)
      this.#pieces.push(data.slice(at, at + PIECE))
  }

  /** The first bytes, at most so many; short pieces go together. */
  first(most: number): string {
    let first = this.#pieces[0] ?? ''
    while (first.length < most && this.#pieces.length > 1) {
      this.#pieces.shift()
      first += this.#pieces[0]
      this.#pieces[0] = first
    }
    return first.slice(0, most)
  }

  /** So many bytes have left. */
  drop(count: number): void {
    const rest = this.#pieces[0]?.slice(count)
    if (rest) this.#pieces[0] = rest
    else this.#pieces.shift()
  }
}
