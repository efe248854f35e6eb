/** Figures about collections, for collStats, dbStats and validate. */
import type { Collection } from './collection.ts'
import type { Index } from './index.ts'

/** What an entry of an index is taken to need, in bytes. */
const ENTRY = 16

/** Bytes an index takes, roughly. */
export function indexSize({ entries, options }: Index): number {
  return entries.size * ENTRY * options.fields.length
}

/** Bytes all indexes of a collection take, roughly. */
export function indexesSize({ indexes }: Collection): number {
  return indexes.list.reduce((sum, index) => sum + indexSize(index), 0)
}
