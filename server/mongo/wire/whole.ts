/** Reads the messages that pass by, with their bytes: whoever looks on neither answers nor refuses any. */
import { concat } from '../bson/bytes.ts'
import type { Frames } from './frames.ts'
import { type Message, readMessage } from './message.ts'

/** A message and its bytes. */
export type Whole = Message & { bytes: Uint8Array }

/** Throws MalformedError for a message that isn't BSON deep inside, which otherwise shows when that is read. */
export function checkDocuments({ body, sequences }: Message): void {
  body.check()
  for (const document of [...sequences.values()].flat()) document.check()
}

/** The messages that bytes complete; `junk` is what comes after them if that isn't the protocol, or `check` throws. */
export function understand(
  frames: Frames,
  bytes: Uint8Array,
  check?: (message: Message) => void,
): { messages: Whole[]; junk?: Uint8Array } {
  const messages: Whole[] = []
  let left: Uint8Array[] = []
  try {
    left = frames.push(bytes)
    for (let whole = left[0]; whole; whole = left[0]) {
      const message = readMessage(whole)
      check?.(message)
      messages.push({ ...message, bytes: whole })
      left.shift()
    }
    return { messages }
  } catch {
    return { messages, junk: concat([...left, frames.takeRest()]) }
  }
}
