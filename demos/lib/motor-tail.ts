/** Motor 0.1's `tail`: waits for new documents of a capped collection. */
import type { MotorCursor } from 'motor-cursor'
import { deliver, type EachCallback } from 'motor-each'

/** When to ask again where there's nothing yet, ms. */
const RETRY = 500

/**
 * Hands over what is there, and what comes. False, or closing the
 * cursor, ends it; an error closes it.
 */
export function tailCursor(
  cursor: MotorCursor,
  callback: EachCallback,
): void {
  const { loop } = cursor
  const goOn = (_count: number | null, error: Error | null) => {
    if (cursor.closed) return
    if (error) {
      cursor.close(nothing)
      loop.addCallback(() => void callback(null, error))
    } else if (!deliver(cursor, callback)) {
      if (!cursor.closed) cursor.close(nothing)
    } else more()
  }
  const more = () => {
    if (cursor.alive) cursor.getMore(goOn)
    else loop.addTimeout(RETRY, retry)
  }
  // A cursor on an empty collection is dead at once.
  const retry = () => {
    if (cursor.closed) return
    cursor.rewind()
    cursor.getMore(goOn)
  }
  more()
}

const nothing = () => undefined
