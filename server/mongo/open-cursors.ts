/**
 * Which cursors a program has opened on the database and neither read to the end nor closed, as its commands and
 * their replies tell. Tailable cursors are no different: somebody has to close them.
 */
import { TYPE } from './bson/bson-type.ts'
import type { Document, Value } from './bson/document.ts'
import type { Message } from './wire/message.ts'

/** A getMore that fails so has no cursor any more: not found, overrun, of a dropped collection, killed. */
const GONE = new Set([43, 136, 175, 237])

/** The cursors of one run, told of by all its taps. */
export class OpenCursors {
  /** The namespace of each, as the database gave it. */
  readonly #open = new Map<bigint, string>()

  /** The open ones and their namespaces, `database.collection`. */
  get left(): ReadonlyMap<bigint, string> {
    return this.#open
  }

  /** A command sets out for the database. */
  sent({ body }: Message): void {
    const cursors = body.fields[0]?.name === 'killCursors' ? body.get('cursors') : undefined
    if (!cursors?.isArray) return
    for (const id of cursors.elements) this.#forget(id)
  }

  /** A reply has come; without `command`, nobody knows to what. */
  answered(reply: Document, command?: Message): void {
    const cursor = reply.get('cursor')
    const id = cursor?.isDocument ? numberOf(cursor.document.get('id')) : undefined
    const first = command?.body.fields[0]
    if (first?.name === 'getMore') {
      if (id === 0n || GONE.has(reply.get('code')?.int32 ?? 0)) this.#forget(first.value)
    } else if (id && cursor!.document.get('firstBatch')) {
      this.#open.set(id, cursor!.document.get('ns')?.text ?? '')
    }
  }

  #forget(id: Value): void {
    this.#open.delete(numberOf(id) ?? 0n)
  }
}

function numberOf(id: Value | undefined): bigint | undefined {
  return id?.type === TYPE.long ? id.int64 : undefined
}
