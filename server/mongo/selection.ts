/** Finds the records that a query means: filtered, sorted, cut. */
import type { Collection, Stored } from './collection.ts'
import { compileFilter, type Match } from './filter.ts'
import { planQuery } from './planner.ts'
import type { Query } from './query.ts'

export type { Match } from './filter.ts'
export type { Query } from './query.ts'

/** The records that a query means, in order. Throws mongod's errors for wrong filters, sorts and hints. */
export function select(collection: Collection | undefined, query: Query): Stored[] {
  return [...scan(collection, query)]
}

/** The first of the records that a query means, and which array element its filter met. */
export function selectOne(
  collection: Collection | undefined,
  query: Query,
): { record: Stored; match: Match } | undefined {
  const [record] = scan(collection, { ...query, limit: 1 })
  const match: Match = {}
  if (record) compileFilter(query.filter, query.scope)(record.document, match)
  return record && { record, match }
}

/**
 * As `select`, but records are looked for only as far as somebody asks for them. What is wrong with the query
 * is thrown at once.
 */
export function scan(collection: Collection | undefined, query: Query): Iterable<Stored> {
  return planQuery(collection, query).run()
}
