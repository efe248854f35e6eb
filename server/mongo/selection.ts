/** Finds the records that a query means: filtered, sorted, cut. */
import type { Collection, Stored } from './collection.ts'
import type { Document, Value } from './document.ts'
import { compileFilter } from './filter.ts'
import type { Scope } from './scope.ts'
import { compileSort } from './sort.ts'

/** Which element of an array met the condition: what `$` in updates and projections stands for. */
export interface Match {
  position?: number
}

/** Which records of a collection are meant, and in which order. */
export interface Query {
  filter: Document
  scope: Scope
  sort?: Document | undefined
  skip?: number | undefined
  /** 0 and undefined are no limit. */
  limit?: number | undefined
  hint?: Value | undefined
  min?: Document | undefined
  max?: Document | undefined
}

type Filter = (document: Document, match?: Match) => boolean
const compile: (filter: Document, scope: Scope) => Filter = compileFilter

/** The records that a query means, in order. Throws mongod's errors for wrong filters, sorts and hints. */
export function select(collection: Collection | undefined, query: Query): Stored[] {
  return [...scan(collection, query)]
}

/** The first of the records that a query means, and which array element its filter met. */
export function selectOne(
  collection: Collection | undefined,
  query: Query,
): { record: Stored; match: Match } | undefined {
  const [record] = select(collection, { ...query, limit: 1 })
  const match: Match = {}
  if (record) compile(query.filter, query.scope)(record.document, match)
  return record && { record, match }
}

/** As `select`, but records are looked for only as far as somebody asks for them. What is wrong with the query is thrown at once. */
export function scan(collection: Collection | undefined, query: Query): Iterable<Stored> {
  const isMeant = compile(query.filter, query.scope)
  const records = collection ? filtered(collection, isMeant) : []
  return cut(sorted(records, query), query.skip ?? 0, query.limit || Number.POSITIVE_INFINITY)
}

function* filtered(collection: Collection, isMeant: Filter): Iterable<Stored> {
  for (const record of collection.records()) if (isMeant(record.document)) yield record
}

function sorted(records: Iterable<Stored>, { sort }: Query): Iterable<Stored> {
  if (!sort || sort.fields.length === 0) return records
  const byDocument = new Map(Array.from(records, (record) => [record.document, record]))
  return compileSort(sort)([...byDocument.keys()]).map((document) => byDocument.get(document)!)
}

function* cut(records: Iterable<Stored>, skip: number, limit: number): Iterable<Stored> {
  let index = 0
  for (const record of records) {
    if (index++ < skip) continue
    yield record
    if (index === skip + limit) return
  }
}
