/** Turns a query into the steps that answer it: by an index if one serves, else by looking at everything. */
import { TYPE } from '../bson/bson-type.ts'
import { isSameCollation } from '../bson/collation.ts'
import { compareValues } from '../bson/compare.ts'
import { describeDocument } from '../bson/describe.ts'
import type { Document, Value } from '../bson/document.ts'
import { toNumber } from '../bson/numbers.ts'
import { EMPTY } from '../bson/values.ts'
import { badValue } from '../command-error.ts'
import { able } from '../part.ts'
import { compileFilter, type Filter } from '../query/filter.ts'
import { type Demands, predicatesOf } from '../query/predicates.ts'
import type { Query } from '../query/query.ts'
import { compileSort, type Sort } from '../query/sort.ts'
import type { Collection } from '../storage/collection.ts'
import type { Index } from '../storage/index.ts'
import { point } from '../storage/intervals.ts'
import { type Choice, chooseIndex, useIndex, type Wanted } from './index-choice.ts'
import { IndexScan } from './index-scan.ts'
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

/** How a query is answered: the last of its steps. Throws mongod's errors for wrong filters, sorts and hints. */
export function planQuery(collection: Collection | undefined, query: Query): Stage {
  const quick = collection && accessById(collection, query)
  const filter = quick ? () => true : compileFilter(query.filter, query.scope)
  const sort = query.sort && query.sort.fields.length > 0 ? compileSort(query.sort, query.scope) : undefined
  if (!collection) return nothing()
  const { stage, sorted } = quick ?? accessRecords(collection, query, filter)
  if (sort && !sorted) return inOrder(stage, query, sort)
  const { skip, limit } = query
  const rest = skip ? skipped(stage, skip) : stage
  return limit ? limited(rest, limit) : rest
}

function inOrder(stage: Stage, { sort, skip = 0, limit = 0 }: Query, compare: Sort): Stage {
  const limitAmount = limit > 0 ? skip + limit : undefined
  const all = ordered(stage, compare, sort!, limitAmount)
  return skip > 0 ? skipped(all, skip) : all
}

/** Where records come from, and whether their order is already the one that is asked for. */
interface Access {
  readonly stage: Stage
  readonly sorted: boolean
}

/** For `{ _id: value }` nothing needs to be compiled or chosen. */
function accessById({ indexes }: Collection, query: Query): Access | undefined {
  const { hint, min, max, sort, scope } = query
  if (hint || min || max || naturalSort(sort) !== undefined) return undefined
  const id = idOf(query)
  const [index] = indexes.list
  if (!id || !index || !isSameCollation(index.options.collation, scope.collation)) return undefined
  return { stage: idLookup(new IndexScan(index, [[point(id)]])), sorted: true }
}

function accessRecords(collection: Collection, query: Query, filter: Filter): Access {
  const { natural, index } = readHint(collection, query)
  if (natural !== undefined) return scanAll(collection, query, filter, natural)
  const wanted: Wanted = {
    demands: predicatesOf(query.filter),
    sort: query.sort,
    collation: query.scope.collation,
    filter: query.filter,
  }
  if (query.min || query.max) return between(query, index, wanted, filter)
  if (index) return throughIndex(useIndex(index, wanted), wanted, query, filter)
  const choice = chooseIndex(collection.indexes.list, wanted)
  const either = choice?.bounded ? undefined : eitherIndex(collection, query, wanted)
  if (either) return { stage: fetch(either, filter, query.filter), sorted: false }
  return choice ? throughIndex(choice, wanted, query, filter) : scanAll(collection, query, filter, 1)
}

function scanAll(collection: Collection, query: Query, filter: Filter, direction: number): Access {
  const test = query.filter.fields.length > 0 ? filter : undefined
  const stage = collectionScan(collection, test, query.filter, direction < 0)
  return { stage, sorted: naturalSort(query.sort) !== undefined }
}

/** Reads the documents behind the keys, unless the keys say everything. */
function throughIndex(choice: Choice, { demands }: Wanted, query: Query, filter: Filter): Access {
  const { scan, sorted, fulfilled } = choice
  const exact = demands.complete && demands.predicates.every((predicate) => fulfilled.has(predicate))
  const test = exact ? undefined : filter
  const stage = isCovered(scan.index, demands, query)
    ? indexScan(scan, test, query.filter)
    : fetch(indexScan(scan), test, query.filter)
  return { stage, sorted }
}

/** All that the query asks about and wants to know is in the keys. */
function isCovered({ options, multikey }: Index, demands: Demands, { covered }: Query): boolean {
  if (!covered || multikey || !demands.complete || options.partial) return false
  const paths = options.fields.filter(({ kind }) => kind === 'plain').map(({ path }) => path)
  const asked = demands.predicates.map(({ path }) => path)
  return [...covered, ...asked].every((path) => paths.includes(path))
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
  const [min, max] = able(query.scope.abilities, 'keyLimits')(query, index)
  const choice = useIndex(index!, { ...wanted, demands: predicatesOf(EMPTY) })
  choice.scan.limit(min, max)
  return throughIndex(choice, { ...wanted, demands: { predicates: [], complete: false } }, query, filter)
}

/** The value in `{ _id: value }`, if the query asks for nothing else. */
function idOf({ filter, skip }: Query): Value | undefined {
  const [only, ...others] = filter.fields
  if (only?.name !== '_id' || others.length > 0 || skip) return undefined
  const [operator, another] = only.value.isDocument ? only.value.document.fields : []
  if (!operator?.name.startsWith('$')) return isPlain(only.value) ? only.value : undefined
  return operator.name === '$eq' && !another && isPlain(operator.value) ? operator.value : undefined
}

function isPlain({ type }: Value): boolean {
  return ![TYPE.array, TYPE.regex, TYPE.undefined, TYPE.null].some((other) => other === type)
}

/** The direction of the natural order that a sort or a hint asks for. */
function naturalSort(document: Document | undefined): number | undefined {
  const direction = document?.get('$natural')
  return direction && toNumber(direction)
}

function readHint({ indexes, namespace }: Collection, query: Query): { natural?: number; index?: Index } {
  const { hint, filter, sort = EMPTY } = query
  const keys = hint?.isDocument ? hint.document : undefined
  const natural = naturalSort(sort) ?? naturalSort(keys)
  if (natural !== undefined) return { natural }
  if (!hint || keys?.fields.length === 0) return {}
  const index = indexes.list.find(({ options }) =>
    keys ? compareValues(options.specification.get('key')!, hint) === 0 : options.name === hint.text,
  )
  // An index that holds nothing to be found by can't be obeyed.
  if (index?.options.fields.some(({ kind }) => kind === 'wildcard')) return {}
  if (index && !index.options.hidden) return { index }
  const tree = filter.fields[0] ? describeDocument(filter) : '$and'
  const about = `Tree: ${tree}\nSort: ${describeDocument(sort)}\nProj: {}\n`
  throw badValue(
    `error processing query: ns=${namespace}${about} planner returned error :: caused by :: hint provided does not correspond to an existing index`,
  )
}
