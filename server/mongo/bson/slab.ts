/**
 * Room for small things, many in one buffer: a buffer for each would cost the garbage collector more than everything
 * else that is done with them. A block is given back when nothing in it is used any more.
 */

const BLOCK = 16 * 1024
/** Longer things than this, in bytes, get a buffer of their own. */
export const LARGE = BLOCK / 8

/** Gives room; `most` bytes is as large as its blocks grow. */
export class Slab {
  /** Where there's room. All of it that was never given out is 0. */
  block = new Uint8Array(0)
  #used = 0
  readonly #most: number

  constructor(most = BLOCK) {
    this.#most = most
  }

  /** So many bytes are free in `block` from the place on that this returns. */
  take(length: number): number {
    const at = this.#used
    this.#used += length
    if (this.#used <= this.block.length) return at
    this.block = new Uint8Array(Math.max(length, Math.min(this.#most, this.block.length * 2 || 512)))
    this.#used = length
    return 0
  }

  /** So many bytes, all 0. */
  bytes(length: number): Uint8Array {
    if (length > LARGE) return new Uint8Array(length)
    const at = this.take(length)
    return this.block.subarray(at, at + length)
  }

  /** A copy that stays when what it was copied from is gone. */
  keep(bytes: Uint8Array): Uint8Array {
    const kept = this.bytes(bytes.length)
    kept.set(bytes)
    return kept
  }
}
