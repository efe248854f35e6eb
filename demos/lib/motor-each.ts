/** Hands the documents of a cursor to a callback, one after the other. */
import type { Document } from 'bson'
import type { MotorCommandCursor } from 'motor-command-cursor'

/** Called with each document; false is enough of them. */
export type EachCallback = (
  document: Document | null,
  error: Error | null,
) => unknown

/** Fetches when nothing is left, and says `(null, null)` at the end. */
export function eachDocument(
  cursor: MotorCommandCursor,
  callback: EachCallback,
): void {
  const gotMore = (_count: number | null, error: Error | null) => {
    if (error) callback(null, error)
    else if (deliver(cursor, callback)) more()
  }
  const more = () => {
    if (cursor.alive) cursor.getMore(gotMore)
    else cursor.loop.addCallback(() => void callback(null, null))
  }
  // Motor 0.1 begins at once with what is there already.
  const later = cursor.bufferSize() > 0 && !cursor.historical
  if (later) cursor.loop.addCallback(() => gotMore(null, null))
  else gotMore(null, null)
}

/** Hands over what is in the buffer; false if that was enough. */
function deliver(
  cursor: MotorCommandCursor,
  callback: EachCallback,
): boolean {
  while (cursor.bufferSize() > 0) {
    if (callback(cursor.nextObject(), null) === false) return false
    // In Motor 0.1, close leaves the documents that have been fetched.
    if (cursor.closed && !cursor.historical) return false
  }
  return true
}
