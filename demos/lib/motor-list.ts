/** Motor 0.1's `to_list`: one batch after the other, as `each` does. */
import type { Document } from 'bson'
import type { Callback } from 'motor-callback'
import type { MotorCommandCursor } from 'motor-command-cursor'

/** Calls back at once if there's nothing to fetch. */
export function listDocuments(
  cursor: MotorCommandCursor,
  length: number,
  callback: Callback<Document[]>,
): void {
  const documents: Document[] = []
  const gotMore = (_count: number | null, error: Error | null) => {
    if (error) {
      callback(null, error)
      return
    }
    const missing = length - documents.length
    for (const one of cursor.buffered(missing)) documents.push(one)
    if (documents.length < length && cursor.alive) {
      cursor.getMore(gotMore)
    } else callback(documents, null)
  }
  gotMore(null, null)
}
