/** Applies compiled updates to the records of a collection. */

import { type Match, type Query, scan, select } from '../plan/selection.ts'
import { compileFilter } from '../query/filter.ts'
import type { Collection, Stored } from '../storage/collection.ts'
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
  for (const record of scan(collection, { ...query, limit: 1 })) {
    return { matched: 1, modified: changeRecord(collection!, record, query, update, bypassValidation) }
  }
  return { matched: 0, modified: 0 }
}

/** Changes all records that a query means. What an error leaves undone stays undone; the rest stays done. */
export function changeAll(
  collection: Collection | undefined,
  query: Query,
  update: Update,
  bypassValidation: boolean,
): Changed {
  const records = select(collection, query)
  const modified = records.reduce(
    (sum, record) => sum + changeRecord(collection!, record, query, update, bypassValidation),
    0,
  )
  return { matched: records.length, modified }
}

/** Changes one of the records that a query means. Gives 0 if the update changes nothing in it, else 1. */
export function changeRecord(
  collection: Collection,
  record: Stored,
  { filter, scope }: Query,
  update: Update,
  bypassValidation: boolean,
): number {
  const match: Match = {}
  const { document } = record
  if (update.isPositional) compileFilter(filter, scope)(document, match)
  const made = update.apply(document, match)
  if (made === document) return 0
  collection.replace(record, made, bypassValidation)
  return 1
}
