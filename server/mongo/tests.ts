/** The tests that a filter can put a single value to. A value is undefined where the field is missing. */
import { RANK, TYPE } from './bson-type.ts'
import { compareValues } from './compare.ts'
import type { Value } from './document.ts'
import { compilePattern } from './pattern.ts'

/** Says whether a value, or its absence, passes. */
export type Test = (value: Value | undefined) => boolean

/** Equal in MongoDB's order. null is also equal to a missing field. */
export function equals(wanted: Value): Test {
  if (isNull(wanted)) return (value) => value === undefined || isNull(value)
  if (wanted.rank === RANK.string) return equalsText(wanted.text)
  return (value) => value !== undefined && compareValues(value, wanted) === 0
}

/** Most filters ask for a text, and a text that was decoded once is compared faster than bytes. */
function equalsText(text: string): Test {
  return (value) => value !== undefined && value.rank === RANK.string && value.text === text
}

/** Before or after a bound, among the values of its own rank: a number is never greater than a string. */
export function inRange(operator: '$gt' | '$gte' | '$lt' | '$lte', bound: Value): Test {
  const inclusive = operator === '$gte' || operator === '$lte'
  const direction = operator.startsWith('$g') ? 1 : -1
  if (isNull(bound)) return (value) => inclusive && (value === undefined || isNull(value))
  const all = bound.type === TYPE.minKey || bound.type === TYPE.maxKey
  return (value) => {
    if (value === undefined || (value.rank !== bound.rank && !all)) return false
    if (isNotANumber(value) !== isNotANumber(bound)) return false
    const order = compareValues(value, bound) * direction
    return order > 0 || (inclusive && order === 0)
  }
}

/** Equal to one of several values, or matching one of the regular expressions among them. */
export function oneOf(wanted: readonly Value[]): Test {
  const tests = wanted.map((value) => (value.type === TYPE.regex ? matches(value) : equals(value)))
  return (value) => tests.some((test) => test(value))
}

/** A string in which the regular expression finds something, or that same regular expression, stored. */
export function matches(regex: Value): Test {
  const { pattern, flags } = regex.regex
  const test = compilePattern(pattern, flags)
  return (value) =>
    value !== undefined && (value.type === TYPE.string ? test(value.text) : compareValues(value, regex) === 0)
}

function isNull(value: Value): boolean {
  return value.type === TYPE.null || value.type === TYPE.undefined
}

/** NaN is comparable with nothing but itself. */
function isNotANumber(value: Value): boolean {
  return value.rank === RANK.number && value.type === TYPE.double && Number.isNaN(value.double)
}
