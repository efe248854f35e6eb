/** Turns a query into the steps that answer it: by an index if one serves, else by looking at everything. */
import { TYPE } from './bson-type.ts'
import { compareBytes } from './bytes.ts'
import type { Collection, Stored } from './collection.ts'
import { badValue } from './command-error.ts'
import { describeDocument } from './describe.ts'
import type { Document, Value } from './document.ts'
import { compileFilter, type Filter } from './filter.ts'
import type { Index } from './index.ts'
import { type Choice, chooseIndex, useIndex, type Wanted } from './index-choice.ts'
import { IndexScan } from './index-scan.ts'
import { point } from './intervals.ts'
import { showFilter } from './parsed-query.ts'
import {
  collectionScan,
  fetch,
  idLookup,
  indexScan,
  limited,
  nothing,
  ordered,
  type Stage,
  skipped,
  union,
} from './plan-stage.ts'
import { predicatesOf } from './predicates.ts'
import type { Query } from './query.ts'
import { compileSort } from './sort.ts'
import { documentOf, object } from './values.ts'

const EMPTY = documentOf([])

/** How a query is answered: the last of its steps. Throws mongod's errors for wrong filters, sorts and hints. */
export function planQuery(collection: Collection | undefined, query: Query): Stage {
  const filter = compileFilter(query.filter, query.scope)
  const sort = query.sort && query.sort.fields.length > 0 ? compileSort(query.sort, query.scope) : undefined
  if (!collection) return nothing()
  const access = accessRecords(collection, query, filter)
  const { skip = 0 } = query
  const limit = query.limit || Number.POSITIVE_INFINITY
  let stage = access.stage
  if (sort && !access.sorted) {
    const details = {
      sortPattern: query.sort!,
      memLimit: 104857600,
      ...(query.limit ? { limitAmount: skip + limit } : {}),
      type: 'simple',
    }
    stage = ordered(stage, sort<Stored>, details, skip + limit)
  }
  if (skip > 0) stage = skipped(stage, skip)
  return query.limit && stage.name !== 'SORT' && !(sort && !access.sorted) ? limited(stage, limit) : stage
}

interface Access {
  stage: Stage
  sorted: boolean
}

function accessRecords(collection: Collection, query: Query, filter: Filter): Access {
  const { natural, index } = readHint(collection, query)
  const test = query.filter.fields.length > 0 ? filter : undefined
  const shown = test ? { filter: showFilter(query.filter) } : {}
  const backward = (natural ?? 1) < 0
  const scanAll = () => ({
    stage: collectionScan(collection, test, shown, backward),
    sorted: naturalSort(query) !== undefined,
  })
  if (natural !== undefined) return scanAll()
  const wanted: Wanted = {
    demands: predicatesOf(query.filter),
    sort: query.sort,
    collation: query.scope.collation,
    filter: query.filter,
  }
  const [id] = collection.indexes.list
  if (query.min || query.max) return between(query, index, wanted, filter)
  if (!index && id && isIdLookup(query) && sameOrderAs(id, query)) {
    const value = query.filter.fields[0]!.value
    const operand =
      value.isDocument && value.document.fields[0]?.name === '$eq' ? value.document.fields[0].value : value
    return { stage: idLookup(new IndexScan(id, [[point(operand)]])), sorted: true }
  }
  const choice = index ? useIndex(index, wanted) : chooseIndex(collection.indexes.list, wanted)
  const either =
    !index && (!choice || choice.bounded === 0) ? eitherIndex(collection, query, wanted) : undefined
  if (either) return { stage: fetch(either, test, shown), sorted: false }
  return choice
    ? { stage: throughIndex(choice, wanted, filter, shown, query.covered), sorted: choice.sorted }
    : scanAll()
}

/** Reads the documents behind the keys, unless the keys say everything. */
function throughIndex(
  choice: Choice,
  { demands }: Wanted,
  filter: Filter,
  shown: object,
  covered: Query['covered'],
): Stage {
  const exact = demands.complete && demands.predicates.every((predicate) => choice.fulfilled.has(predicate))
  const { index } = choice.scan
  const paths = index.options.fields.map(({ path }) => path)
  const isCovered =
    covered !== undefined &&
    !index.multikey &&
    [...covered, ...demands.predicates.map(({ path }) => path)].every((path) => paths.includes(path))
  if (isCovered && demands.complete)
    return exact ? indexScan(choice.scan) : indexScan(choice.scan, 'IXSCAN', filter, { ...shown })
  return fetch(indexScan(choice.scan), exact ? undefined : filter, { ...shown })
}

/** All branches of an `$or` have an index: then each is looked up in its own. */
function eitherIndex({ indexes }: Collection, { filter }: Query, wanted: Wanted): Stage | undefined {
  const branches = filter.get('$or')?.elements
  if (!branches || wanted.sort?.get('$natural')) return undefined
  const choices = branches.map((branch) => {
    const demands = predicatesOf(branch.document)
    return chooseIndex(indexes.list, { ...wanted, demands, filter: branch.document, sort: undefined })
  })
  const scans = choices.map((choice) => (choice && choice.bounded > 0 ? indexScan(choice.scan) : undefined))
  return scans.every((scan) => scan !== undefined) ? union(scans) : undefined
}

/** `min` and `max` are keys of the index that the hint names. */
function between(query: Query, index: Index | undefined, wanted: Wanted, filter: Filter): Access {
  if (!index) throw badValue('hint required when using min/max')
  const choice = useIndex(index, { ...wanted, demands: predicatesOf(EMPTY) })
  const [min, max] = [query.min, query.max].map((limit) => limit && keyOf(limit, index))
  choice.scan.limit(min, max)
  return {
    stage: fetch(indexScan(choice.scan), filter, { filter: showFilter(query.filter) }),
    sorted: choice.sorted,
  }
}

function keyOf(limit: Document, { options }: Index): Value[] {
  const names = limit.fields.map(({ name }) => name).join()
  if (names !== options.fields.map(({ path }) => path).join())
    throw badValue('hint provided does not correspond to min/max keys')
  return limit.fields.map(({ value }) => value)
}

/** `{ _id: value }` and nothing else. */
function isIdLookup({ filter, skip }: Query): boolean {
  const [only, ...others] = filter.fields
  if (only?.name !== '_id' || others.length > 0 || skip) return false
  const { value } = only
  if (!value.isDocument)
    return !value.isArray && ![TYPE.regex, TYPE.undefined, TYPE.null].some((type) => type === value.type)
  const { fields } = value.document
  const first = fields[0]
  if (!first?.name.startsWith('$')) return true
  return (
    first.name === '$eq' &&
    fields.length === 1 &&
    !first.value.isArray &&
    ![TYPE.regex, TYPE.undefined, TYPE.null].some((type) => type === first.value.type)
  )
}

function sameOrderAs({ options }: Index, { scope }: Query): boolean {
  const [a, b] = [options.collation, scope.collation]
  return a && b ? compareBytes(a.specification.bytes, b.specification.bytes) === 0 : a === b
}

/** The direction of the natural order that the sort asks for. */
function naturalSort({ sort }: Query): number | undefined {
  const direction = sort?.get('$natural')
  return (
    direction &&
    Math.sign(
      direction.type === TYPE.double
        ? direction.double
        : Number(direction.type === TYPE.long ? direction.int64 : direction.int32),
    )
  )
}

function readHint(collection: Collection, query: Query): { natural?: number; index?: Index } {
  const { hint } = query
  const natural = naturalSort(query)
  if (natural !== undefined) return { natural }
  if (!hint || (hint.isDocument && hint.document.fields.length === 0)) return {}
  const byPattern = hint.isDocument ? hint.document : undefined
  if (byPattern?.get('$natural')) return { natural: naturalSort({ ...query, sort: byPattern })! }
  const index = collection.indexes.list.find(({ options }) =>
    byPattern
      ? compareBytes(object(byPattern).bytes, object(options.specification.get('key')!.document).bytes) === 0
      : options.name === hint.text,
  )
  if (index && !index.options.hidden) return { index }
  throw badValue(
    `error processing query: ns=${collection.namespace}Tree: ${describeDocument(query.filter)}\nSort: ${describeDocument(query.sort ?? EMPTY)}\nProj: {}\n planner returned error :: caused by :: hint provided does not correspond to an existing index`,
  )
}
