/** Applies compiled updates to the records of a collection. */
import type { Collection, Stored } from './collection.ts'
import { compileFilter } from './filter.ts'
import { type Match, type Query, select, selectOne } from './selection.ts'
import type { Update } from './update.ts'

/** How many records were meant, and how many of them changed. */
export interface Changed {
  matched: number
  modified: number
}

/** Changes the first record that a query means. Throws mongod's errors. */
export function changeFirst(
  collection: Collection | undefined,
  query: Query,
  update: Update,
  bypassValidation: boolean,
): Changed {
  const found = selectOne(collection, query)
  if (!found) return { matched: 0, modified: 0 }
  const { record, match } = found
  return { matched: 1, modified: changeRecord(collection!, record, match, update, bypassValidation) }
}

/** Changes all records that a query means. What an error leaves undone stays undone; the rest stays done. */
export function changeAll(
  collection: Collection | undefined,
  query: Query,
  update: Update,
  bypassValidation: boolean,
): Changed {
  const records = select(collection, query)
  const isMeant = compileFilter(query.filter, query.scope)
  let modified = 0
  for (const record of records) {
    const match: Match = {}
    if (update.isPositional) isMeant(record.document, match)
    modified += changeRecord(collection!, record, match, update, bypassValidation)
  }
  return { matched: records.length, modified }
}

/** Changes one record. Gives 0 if the update changes nothing in it, else 1. */
export function changeRecord(
  collection: Collection,
  record: Stored,
  match: Match,
  update: Update,
  bypassValidation: boolean,
): number {
  const made = update.apply(record.document, match)
  if (made === record.document) return 0
  collection.replace(record, made, bypassValidation)
  return 1
}
