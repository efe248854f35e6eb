/** The tests that a filter can put a single value to. A value is undefined where the field is missing. */
import { RANK, TYPE } from '../bson/bson-type.ts'
import { hasBytes } from '../bson/bytes.ts'
import type { Collation } from '../bson/collation.ts'
import { compareValues, valueKey } from '../bson/compare.ts'
import type { Value } from '../bson/document.ts'
import { isNaNValue } from '../bson/numbers.ts'
import { isNullish } from '../bson/truth.ts'

/** Says whether a value, or its absence, passes. */
export type Test = (value: Value | undefined) => boolean

/** The operators that compare with a bound. */
export type Comparison = '$gt' | '$gte' | '$lt' | '$lte'

/** From this many values on, a table of keys is quicker than one comparison after the other. */
const MANY = 8

/** Passes whatever there is. */
export function isThere(value: Value | undefined): boolean {
  return value !== undefined
}

/** Equal in MongoDB's order. null is also equal to a missing field and to undefined. */
export function equals(wanted: Value, collation?: Collation): Test {
  if (isNullish(wanted)) return isNullish
  if (wanted.rank === RANK.string && !collation) return equalsText(wanted.bytes)
  return (value) => value !== undefined && compareValues(value, wanted, collation) === 0
}

/** The bytes begin with the length of the text. */
function equalsText(bytes: Uint8Array): Test {
  return (value) => value?.rank === RANK.string && hasBytes(value.source, value.start, bytes)
}

/** Before or after a bound, among the values of its own rank: a number is never greater than a string. */
export function inRange(operator: Comparison, bound: Value, collation?: Collation): Test {
  const accepts = ORDERS[operator]
  const inclusive = accepts(0)
  if (isNullish(bound)) return (value) => inclusive && isNullish(value)
  const extreme = { [TYPE.minKey]: 1, [TYPE.maxKey]: -1 }[bound.type]
  const unordered = isNaNValue(bound)
  return (value) => {
    if (value?.rank !== bound.rank) return extreme !== undefined && accepts(extreme)
    if (unordered || isNaNValue(value)) return inclusive && unordered && isNaNValue(value)
    return accepts(compareValues(value, bound, collation))
  }
}

/** Which results of a comparison with the bound pass. */
export const ORDERS: Record<Comparison, (order: number) => boolean> = {
  $gt: (order) => order > 0,
  $gte: (order) => order >= 0,
  $lt: (order) => order < 0,
  $lte: (order) => order <= 0,
}

/** Equal to one of several values. */
export function oneOf(wanted: readonly Value[], collation?: Collation): Test {
  if (wanted.length < MANY) return anyOf(wanted.map((value) => equals(value, collation)))
  const keys = new Set(wanted.map((value) => valueKey(value, collation)))
  const nothing = wanted.some(isNullish)
  return (value) => (isNullish(value) ? nothing : keys.has(valueKey(value, collation)))
}

/** Passes what one of the tests passes. */
export function anyOf(tests: readonly Test[]): Test {
  return (value) => {
    for (const test of tests) if (test(value)) return true
    return false
  }
}

/** A string in which a regular expression finds something, or that same regular expression, stored. */
export function matches(pattern: string, flags: string, finds: (text: string) => boolean): Test {
  return (value) => {
    if (value?.type !== TYPE.regex) return value?.rank === RANK.string && finds(value.text)
    const stored = value.regex
    return stored.pattern === pattern && stored.flags === flags
  }
}
