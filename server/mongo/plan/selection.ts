/** Finds the records that a query means: filtered, sorted, cut. */

import { compileFilter, type Match } from '../query/filter.ts'
import type { Query } from '../query/query.ts'
import type { Collection, Stored } from '../storage/collection.ts'
import { planQuery } from './planner.ts'

export type { Match } from '../query/filter.ts'
export type { Query } from '../query/query.ts'

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
