/** Tailable cursors: they follow a capped collection and stay at its end until more is inserted. */
import type { Collection, Stored } from './collection.ts'
import { CommandError } from './command-error.ts'
import type { Tail } from './cursors.ts'
import type { Document } from './document.ts'

/**
 * The documents of a capped collection as long as they come; `toDocument` gives undefined for those that aren't
 * meant. Asked again after its end it goes on with what was inserted. Throws when its place was overwritten.
 */
export function follow(
  collection: Collection,
  toDocument: (record: Stored) => Document | undefined,
): IterableIterator<Document> {
  let place: Stored | undefined
  const next = (): IteratorResult<Document> => {
    for (;;) {
      if (place?.removed) throw positionLost(place)
      const record: Stored | undefined = place ? collection.after(place) : first(collection)
      if (!record) return { done: true, value: undefined }
      place = record
      const value = toDocument(record)
      if (value) return { value }
    }
  }
  const documents = { next, [Symbol.iterator]: () => documents }
  return documents
}

/** What a cursor has to know to wait at the end of a collection. */
export function tailOf(collection: Collection, awaitData: boolean): Tail {
  return { awaitData, version: () => collection.insertions }
}

function first(collection: Collection): Stored | undefined {
  for (const record of collection.records()) return record
  return undefined
}

function positionLost({ id }: Stored): CommandError {
  const what = 'CollectionScan died due to position in capped collection being deleted.'
  return new CommandError(136, `${what} Last seen record id: RecordId(${id})`)
}
