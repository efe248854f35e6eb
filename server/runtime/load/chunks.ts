/** Reads a body that comes in chunks (`Transfer-Encoding: chunked`) as its bytes come in, and keeps only their number. */

const LINE_FEED = 10

/**
 *     size CR LF ─► data ─► CR LF ─┐   size 0 ─► lines, up to an empty one ─► done
 *      ▲                           │
 *      └───────────────────────────┘
 */
export class Chunks {
  /** Bytes of the body so far. */
  bytes = 0
  /** The last chunk, and what follows it, has come. */
  done = false
  /** What has come can't be chunks. */
  broken = false
  #line = ''
  /** Bytes of the present chunk that are to come, its CR LF included; 0 between chunks. */
  #left = 0
  #last = false

  add(bytes: Uint8Array): void {
    let at = 0
    while (at < bytes.length && !this.done && !this.broken) {
      if (this.#left > 0) at += this.#skip(bytes.length - at)
      else this.#read(bytes[at++]!)
    }
  }

  #skip(available: number): number {
    const taken = Math.min(this.#left, available)
    this.#left -= taken
    return taken
  }

  #read(byte: number): void {
    if (byte !== LINE_FEED) {
      if (this.#line.length > 100) this.broken = true
      this.#line += String.fromCharCode(byte)
      return
    }
    const line = this.#line.trim()
    this.#line = ''
    if (this.#last) this.done = line === ''
    else this.#begin(line)
  }

  /** A chunk counts as soon as its size is known. */
  #begin(line: string): void {
    const size = /^[\da-f]{1,8}(?=;|$)/i.exec(line)?.[0]
    if (size === undefined) {
      this.broken = true
      return
    }
    const length = Number.parseInt(size, 16)
    this.#last = length === 0
    this.bytes += length
    this.#left = length === 0 ? 0 : length + 2
  }
}
