/** Motor 0.1's `tail`: waits for new documents of a capped collection. */
import type { MotorCursor } from 'motor-cursor'
import { type EachCallback, eachDocument } from 'motor-each'

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
  const gotMore: EachCallback = (document, error) => {
    if (cursor.closed) return undefined
    if (error) cursor.close(nothing)
    const given = document ?? error
    const enough = given && callback(document, error) === false
    if (enough && !cursor.closed) cursor.close(nothing)
    // A cursor on an empty collection is dead at once.
    const dead = !cursor.alive && !cursor.closed
    if (dead) cursor.loop.addTimeout(RETRY, retry)
    return !enough
  }
  const retry = () => {
    if (cursor.closed) return
    cursor.rewind()
    eachDocument(cursor, gotMore)
  }
  eachDocument(cursor, gotMore)
}

const nothing = () => undefined
