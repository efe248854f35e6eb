/** How an index becomes unique: first new duplicates are refused, then, if there are no old ones, it is unique. */
import type { Value } from '../bson/document.ts'
import { NULL } from '../bson/values.ts'
import { CommandError } from '../command-error.ts'
import type { Index } from '../storage/index.ts'

/** Throws mongod's error if the index can't be made unique; it tells which documents are in the way. */
export function checkConvertible(index: Index): void {
  if (index.options.specification.get('unique')) return
  if (!index.options.specification.get('prepareUnique')) {
    throw new CommandError(
      72,
      "Cannot make index unique with 'unique=true'. Run collMod to set 'prepareUnique=true' first.",
    )
  }
  const violations = violationsOf(index)
  if (violations.length === 0) return
  throw new CommandError(
    359,
    'Cannot convert the index to unique. Please resolve conflicting documents before running collMod again.',
    { violations: violations.map((ids) => ({ ids })) },
  )
}

/** The ids of documents that have a key together. */
function violationsOf(index: Index): Value[][] {
  const groups: Value[][] = []
  let last: readonly Value[] | undefined
  for (const { key, record } of index.entries.walk(() => false)) {
    const id = record.document.get('_id') ?? NULL
    if (last && index.compare(last, key) === 0) groups.at(-1)!.push(id)
    else groups.push([id])
    last = key
  }
  return groups.filter(({ length }) => length > 1)
}
