/** Which index serves a query best, and within which bounds. */
import { RANK } from '../bson/bson-type.ts'
import { compareBytes } from '../bson/bytes.ts'
import { type Collation, isSameCollation } from '../bson/collation.ts'
import type { Document, Field } from '../bson/document.ts'
import { NULL } from '../bson/values.ts'
import {
  type Demands,
  intervalsOf,
  isPositional,
  isPositive,
  meansNull,
  type Predicate,
  predicatesOf,
} from '../query/predicates.ts'
import type { Index } from '../storage/index.ts'
import { ALL, type Interval, intersect, isAll, isPoint, isWithin, point } from '../storage/intervals.ts'
import { type Bounds, IndexScan } from './index-scan.ts'
import { sortDirection } from './index-sort.ts'

/** What an index can do for a query. */
export interface Choice {
  readonly scan: IndexScan
  /** Its order is the one that was asked for. */
  readonly sorted: boolean
  /** How many fields have bounds. */
  readonly bounded: number
  /** The predicates that the bounds fulfil to the letter. */
  readonly fulfilled: ReadonlySet<Predicate>
}

/** What is to be found, and how. */
export interface Wanted {
  readonly demands: Demands
  readonly sort: Document | undefined
  readonly collation: Collation | undefined
  readonly filter: Document
}

/** The best index for a query, undefined if all documents have to be looked at. */
export function chooseIndex(indexes: readonly Index[], wanted: Wanted): Choice | undefined {
  const choices = indexes
    .filter((index) => !index.options.hidden && isComplete(index, wanted))
    .map((index) => useIndex(index, wanted))
    .filter(({ bounded, sorted }) => bounded > 0 || sorted)
  const bounded = choices.filter((choice) => choice.bounded > 0)
  const isSorting = (wanted.sort?.fields.length ?? 0) > 0
  const able = bounded.length > 0 ? bounded : choices
  if (able.length < 2) return able[0]
  const costs = able.map((choice) => ({
    choice,
    cost: choice.scan.estimate() * (isSorting && !choice.sorted ? 1.5 : 1) - choice.bounded / 100,
  }))
  return costs.reduce((best, next) => (next.cost < best.cost ? next : best), costs[0]!)?.choice
}

/** What one index does for a query, be it good at it or not. */
export function useIndex(index: Index, wanted: Wanted): Choice {
  const fulfilled = new Set<Predicate>()
  const bounds: (readonly Interval[])[] = []
  let bounded = 0
  for (const position of index.options.fields.keys()) {
    const shared = sharesArray(index, position, bounds)
    const intervals = shared ? undefined : boundsOfField(index, position, wanted, fulfilled)
    if (intervals && bounded === position) bounded++
    bounds.push(intervals ?? ALL)
  }
  const direction = sortDirection(index, bounds, wanted.sort, wanted.collation)
  return {
    scan: new IndexScan(index, bounds, direction < 0),
    sorted: direction !== 0,
    bounded,
    fulfilled,
  }
}

/** Two fields within one array are not bounded both: different elements may meet the two conditions. */
function sharesArray({ arrays }: Index, position: number, bounds: Bounds): boolean {
  return bounds.some(
    (intervals, other) =>
      !isAll(intervals) && [...arrays[position]!].some((path) => arrays[other]!.has(path)),
  )
}

function boundsOfField(
  index: Index,
  position: number,
  wanted: Wanted,
  fulfilled: Set<Predicate>,
): readonly Interval[] | undefined {
  const { order } = index
  const found = boundsAt(index, position, wanted)
  const best = found.find(({ intervals }) => arePoints(intervals, index)) ?? found[0]
  if (!best) return undefined
  const isTogether = ({ predicate }: Bounded) =>
    !isMultikeyAt(index, position) || predicate.group === best.predicate.group
  const together = found.filter(isTogether)
  for (const { predicate } of together) if (predicate.exact) fulfilled.add(predicate)
  return together.reduce<readonly Interval[]>((all, { intervals }) => intersect(all, intervals, order), ALL)
}

interface Bounded {
  readonly predicate: Predicate
  readonly intervals: readonly Interval[]
}

/** What each predicate on a field of the index allows it to be. */
function boundsAt(index: Index, position: number, { demands, collation }: Wanted): Bounded[] {
  const { path, kind } = index.options.fields[position]!
  const multikey = isMultikeyAt(index, position)
  const sameOrder = isSameCollation(collation, index.options.collation)
  return demands.predicates.flatMap((predicate) => {
    if (predicate.path !== path || !canBound(index, predicate, multikey)) return []
    const intervals = intervalsOf(predicate, index.order)
    if (!intervals || !(sameOrder || !intervals.some(mayBeText))) return []
    return kind === 'plain' || (kind === 'hashed' && arePoints(intervals, index))
      ? [{ predicate, intervals }]
      : []
  })
}

function arePoints(intervals: readonly Interval[], { order }: Index): boolean {
  return intervals.every((interval) => isPoint(interval, order))
}

function isMultikeyAt({ arrays }: Index, position: number): boolean {
  return arrays[position]!.size > 0
}

/**
 * What the keys of an array tell is less than what its elements are: scalars count as lacking a field in an index,
 * but not in a filter, and a number in a path may be a place or a name.
 */
function canBound({ options }: Index, predicate: Predicate, multikey: boolean): boolean {
  if (options.collation && predicate.operator === '$regex') return false
  if (isPositional(predicate)) return isPositive(predicate)
  return !multikey || isPositive(predicate) || !meansNull(predicate)
}

/** Texts, also inside of documents, are somewhere else in an index of another collation. */
function mayBeText({ low, high }: Interval): boolean {
  const isText = (rank: number) => rank >= RANK.string && rank <= RANK.array
  return (
    isText(low.value.rank) ||
    isText(high.value.rank) ||
    (low.value.rank < RANK.string && high.value.rank > RANK.array)
  )
}

/** Sparse and partial indexes lack documents: good only for queries that can't mean those. */
function isComplete(index: Index, wanted: Wanted): boolean {
  const { sparse, partial, fields } = index.options
  if (sparse) return fields.some(({ path }) => isImplied(index, wanted, path))
  if (!partial) return true
  const { predicates, complete } = predicatesOf(partial)
  if (!complete) return partial.fields.every((field) => hasField(wanted.filter, field))
  return predicates.every((predicate) =>
    predicate.operator === '$exists'
      ? isImplied(index, wanted, predicate.path)
      : isImplied(index, wanted, predicate.path, intervalsOf(predicate, index.order) ?? []),
  )
}

/** Whatever the query finds has a value at the path, within a set of intervals if one is given. */
function isImplied(index: Index, { demands }: Wanted, path: string, set?: readonly Interval[]): boolean {
  const { order } = index
  const { partial } = index.options
  return demands.predicates.some((predicate) => {
    if (predicate.path !== path || (!isPositive(predicate) && (partial || index.multikey))) return false
    const intervals = intervalsOf(predicate, order)
    if (!intervals) return false
    if (set) return isWithin(intervals, set, order)
    const exists = predicate.operator === '$exists' && isAll(intervals)
    return exists || intersect(intervals, [point(NULL)], order).length === 0
  })
}

function hasField(filter: Document, { name, value }: Field): boolean {
  const same = filter.get(name)
  return same !== undefined && compareBytes(same.bytes, value.bytes) === 0
}
