/**
 * Where stored documents lie: many small ones in one buffer. A buffer for each would cost the garbage collector more
 * than everything else an insert does.
 */

/** Bytes of one buffer. It's given back when nothing in it is used any more. */
const BLOCK = 16 * 1024
/** Larger documents get a buffer of their own. */
const LARGE = BLOCK / 8

let block = new Uint8Array(0)
let used = 0

/** A copy that stays when the message it came in is gone. */
export function keep(bytes: Uint8Array): Uint8Array {
  const { length } = bytes
  if (length > LARGE) return new Uint8Array(bytes)
  if (used + length > block.length) {
    block = new Uint8Array(BLOCK)
    used = 0
  }
  const kept = block.subarray(used, used + length)
  kept.set(bytes)
  used += length
  return kept
}
