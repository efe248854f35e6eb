/** Hands the documents of a cursor to a callback, one after the other. */
import type { Document } from 'bson'
import type { MotorCommandCursor } from 'motor-command-cursor'

/** Called with each document; false is enough of them. */
export type EachCallback = (
  document: Document | null,
  error: Error | null,
) => unknown

/** Begins now if there's something to fetch, else in the next turn. */
export function eachDocument(
  cursor: MotorCommandCursor,
  callback: EachCallback,
): void {
  const goOn = (_count: number | null, error: Error | null) => {
    if (error) callback(null, error)
    else if (deliver(cursor, callback)) more()
  }
  const more = () => {
    if (cursor.alive) cursor.getMore(goOn)
    else cursor.loop.addCallback(() => void callback(null, null))
  }
  if (cursor.bufferSize() === 0) more()
  else cursor.loop.addCallback(() => goOn(null, null))
}

/** Hands over what is in the buffer; false if that was enough. */
export function deliver(
  cursor: MotorCommandCursor,
  callback: EachCallback,
): boolean {
  while (cursor.bufferSize() > 0) {
    if (callback(cursor.nextObject(), null) === false) return false
    if (cursor.closed) return false
  }
  return true
}
