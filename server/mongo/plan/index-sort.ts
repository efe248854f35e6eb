/** Which order an index gives by itself, so that nothing needs to be sorted. */
import { RANK } from '../bson/bson-type.ts'
import { type Collation, isSameCollation } from '../bson/collation.ts'
import type { Document, Field } from '../bson/document.ts'
import { toNumber } from '../bson/numbers.ts'
import type { Index } from '../storage/index.ts'
import { isAll, isPoint } from '../storage/intervals.ts'
import type { Bounds } from './index-scan.ts'

/** 1 or -1 if going through the index that way gives the order that is asked for; 0 if none does or none is asked for. */
export function sortDirection(
  index: Index,
  bounds: Bounds,
  sort: Document | undefined,
  collation: Collation | undefined,
): number {
  if (!sort || sort.fields.length === 0 || !isSameCollation(collation, index.options.collation)) return 0
  const isFixed = index.options.fields.map((_, field) => isFixedAt(index, bounds, field))
  let position = 0
  let direction = 0
  for (const field of sort.fields) {
    if (isFixed[index.options.fields.findIndex(({ path }) => path === field.name)]) continue
    while (isFixed[position]) position++
    const turn = canSort(index, bounds, position, sort) ? turnAt(index, position, field) : 0
    if (turn === 0 || direction * turn < 0) return 0
    direction = turn
    position++
  }
  return direction || 1
}

/** All keys within the bounds have the same value there. */
function isFixedAt({ arrays, order }: Index, bounds: Bounds, field: number): boolean {
  const [only, ...others] = bounds[field]!
  return arrays[field]!.size === 0 && others.length === 0 && only !== undefined && isPoint(only, order)
}

/** How the index has to be gone through to be in the order of one field. */
function turnAt({ options }: Index, position: number, { name, value }: Field): number {
  const field = options.fields[position]
  if (field?.path !== name || field.kind !== 'plain' || value.rank !== RANK.number) return 0
  return Math.sign(toNumber(value)) * field.direction
}

/** A document with an array is met first at its least key: only if nothing keeps the scan from that one. */
function canSort({ arrays }: Index, bounds: Bounds, position: number, sort: Document): boolean {
  if (!arrays[position]?.size) return true
  return sort.fields.length === 1 && bounds.every(isAll)
}
