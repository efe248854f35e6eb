/** What counts as true where an expression or a filter asks for a yes or no. */
import { RANK, TYPE } from './bson-type.ts'
import type { Value } from './document.ts'
import { toNumber } from './numbers.ts'

/** False for nothing, null, false and every zero; true for all else, empty texts and NaN among it. */
export function isTrue(value: Value | undefined): boolean {
  if (isNullish(value)) return false
  if (value.type === TYPE.bool) return value.boolean
  return value.rank !== RANK.number || toNumber(value) !== 0
}

/** Missing, null or undefined. */
export function isNullish(value: Value | undefined): value is undefined {
  return value === undefined || value.type === TYPE.null || value.type === TYPE.undefined
}
