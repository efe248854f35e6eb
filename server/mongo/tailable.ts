/** Tailable cursors: they follow a capped collection and stay at its end until more is inserted. */
import { flagArgument } from './arguments.ts'
import type { Document } from './bson/document.ts'
import type { Reply } from './bson/encode.ts'
import type { Call } from './command.ts'
import { badValue, CommandError } from './command-error.ts'
import { cursorReply } from './cursor-reply.ts'
import type { CursorOptions } from './cursors.ts'
import type { Collection, Stored } from './storage/collection.ts'

/**
 * The documents of a capped collection as long as they come; `toDocument` gives undefined for those that aren't
 * meant. Asked again after its end it goes on with what was inserted. Throws when its place was overwritten.
 */
function follow(
  collection: Collection,
  toDocument: (record: Stored) => Document | undefined,
): IterableIterator<Document> {
  let place: Stored | undefined
  const next = (): IteratorResult<Document> => {
    for (;;) {
      if (place?.removed) throw positionLost(place)
      const record: Stored | undefined = collection.after(place)
      if (!record) return { done: true, value: undefined }
      place = record
      const value = toDocument(record)
      if (value) return { value }
    }
  }
  const documents = { next, [Symbol.iterator]: () => documents }
  return documents
}

/** The reply of a `find` with a tailable cursor. Throws mongod's error if the collection isn't capped. */
export function tailableReply(
  call: Call,
  collection: Collection | undefined,
  toDocument: (record: Stored) => Document | undefined,
  options: CursorOptions,
): Reply {
  const { namespace, batchSize } = options
  if (collection && !collection.capped) {
    const query = `ns=${namespace}${batchSize === undefined ? '' : ` batchSize=${batchSize}`}Tree: $and\nSort: {}\nProj: {}\n`
    throw badValue(`error processing query: ${query} tailable cursor requested on non capped collection`)
  }
  if (call.body.get('sort')?.document.fields.length) throw badValue('cannot use tailable option with a sort')
  // At the end of an empty collection there is no place to stay: the cursor is dead from the start.
  if (!collection || collection.size === 0) return cursorReply(call, [], options)
  const tail = { awaitData: flagArgument(call, 'awaitData', false), version: () => collection.insertions }
  return cursorReply(call, follow(collection, toDocument), { ...options, tail })
}

function positionLost({ id }: Stored): CommandError {
  const what = 'CollectionScan died due to position in capped collection being deleted.'
  return new CommandError(136, `${what} Last seen record id: RecordId(${id})`)
}
