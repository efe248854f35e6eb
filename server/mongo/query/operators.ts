/** The operators of filters that test single values, such as `$gt`, `$in`, `$size` and `$regex`. */

import { RANK, TYPE } from '../bson/bson-type.ts'
import type { Document, Value } from '../bson/document.ts'
import { toNumber, toWhole } from '../bson/numbers.ts'
import { isTrue } from '../bson/truth.ts'
import { badValue, CommandError } from '../command-error.ts'
import type { Scope } from '../scope.ts'
import { asBadValue, readNonNegative } from './integers.ts'
import { compilePattern } from './pattern.ts'
import { anyOf, type Comparison, equals, inRange, isThere, matches, oneOf, type Test } from './tests.ts'
import { readTypes } from './type-set.ts'

/** A test, and how a path leads to what is tested. */
export interface Leaf {
  readonly test: Test
  /** An array at the end of the path is tested as a whole only, not its elements. */
  readonly whole?: boolean
  /** Instead of `test`: passes an array that has such an element, as `$elemMatch` does. */
  readonly element?: (value: Value) => boolean
  /** Passes where no value passes the test. */
  readonly negated?: boolean
  /** For tests over raw bytes: the comparison that `test` makes. */
  readonly comparison?: { readonly operator: '$eq' | Comparison; readonly bound: Value }
}

/** What an operator may look at beside its value. */
export interface Operand {
  readonly name: string
  readonly value: Value
  /** Path of the field, for messages. */
  readonly path: string
  /** The whole of `{ $gt: 1, $lt: 3 }`. */
  readonly siblings: Document
  readonly scope: Scope | undefined
}

/** Each common operator by name. They throw mongod's own errors. Undefined: it says nothing on its own. */
export const LEAVES: Record<string, (operand: Operand) => Leaf | undefined> = {
  $eq: ({ value, scope }) => equality(value, scope),
  $ne: ({ value, scope }) => {
    if (value.type === TYPE.regex) throw badValue("Can't have regex as arg to $ne.")
    return { ...equality(value, scope), negated: true }
  },
  $gt: range,
  $gte: range,
  $lt: range,
  $lte: range,
  $in: membership,
  $nin: (operand) => ({ ...membership(operand), negated: true }),
  $exists: ({ value }) => ({ test: isThere, negated: !isTrue(value), whole: true }),
  $type: ({ value, path }) => {
    const types = readTypes(value, path)
    return { test: (candidate) => candidate !== undefined && types.has(candidate.type) }
  },
  $size: ({ value }) => {
    const size = readSize(value)
    return { test: (candidate) => candidate?.isArray === true && countOf(candidate) === size, whole: true }
  },
  $mod: ({ value }) => ({ test: remainder(value) }),
  $regex: ({ siblings, scope }) => ({ test: search(siblings, scope) }),
  $options: ({ siblings }) => {
    if (!siblings.get('$regex')) throw badValue('$options needs a $regex')
    return undefined
  },
}

/** Equality, as in `{ a: 1 }` and `{ a: { $eq: 1 } }`. */
export function equality(value: Value, scope: Scope | undefined): Leaf {
  if (value.type === TYPE.undefined) throw badValue('cannot compare to undefined')
  const leaf: Leaf = { test: equals(value, scope?.collation) }
  return collated(value, scope) ? leaf : { ...leaf, comparison: { operator: '$eq', bound: value } }
}

/** A regular expression in the place of a value, as in `{ a: /x/ }`. */
export function matching(value: Value, scope: Scope | undefined): Leaf {
  return { test: regexTest(value.regex.pattern, value.regex.flags, scope) }
}

/** Texts are compared by a language's rules, which raw bytes know nothing about. */
function collated(value: Value, scope: Scope | undefined): boolean {
  return scope?.collation !== undefined && value.rank === RANK.string
}

function range({ name, value, path, scope }: Operand): Leaf {
  if (value.type === TYPE.regex) {
    throw badValue(`Can't have RegEx as arg to predicate over field '${path}'.`)
  }
  if (value.type === TYPE.undefined) throw badValue('cannot compare to undefined')
  const operator = name as Comparison
  const leaf: Leaf = { test: inRange(operator, value, scope?.collation) }
  return collated(value, scope) ? leaf : { ...leaf, comparison: { operator, bound: value } }
}

/** `{ $ref, $id }` begins with a dollar too, but is a reference: a value like others. */
export function isOperators(value: Value, incomplete = false): boolean {
  if (!value.isDocument) return false
  const { document } = value
  if (!document.fields[0]?.name.startsWith('$')) return false
  const [reference, id, database] = ['$ref', '$id', '$db'].map((name) => document.get(name) !== undefined)
  return !(incomplete ? reference || id || database : reference && id)
}

function membership({ name, value, scope }: Operand): Leaf {
  if (!value.isArray) throw badValue(`${name} needs an array`)
  const wanted = value.elements
  if (wanted.some((element) => isOperators(element))) throw badValue('cannot nest $ under $in')
  if (wanted.some((element) => element.type === TYPE.undefined)) {
    throw badValue('InMatchExpression equality cannot be undefined')
  }
  const regexes = wanted.filter((element) => element.type === TYPE.regex)
  const equal = oneOf(
    wanted.filter((element) => element.type !== TYPE.regex),
    scope?.collation,
  )
  return { test: anyOf([equal, ...regexes.map((regex) => matching(regex, scope).test)]) }
}

function countOf(array: Value): number {
  return array.document.fields.length
}

function readSize(value: Value): number {
  return asBadValue('Failed to parse $size', () => Number(readNonNegative('$size', value)))
}

function remainder(value: Value): Test {
  if (!value.isArray) throw badValue('malformed mod, needs to be an array')
  const { elements } = value
  const [divisor, rest] = elements
  if (divisor && divisor.rank !== RANK.number) throw badValue('malformed mod, divisor not a number')
  if (!divisor || !rest) throw badValue('malformed mod, not enough elements')
  if (rest.rank !== RANK.number) throw badValue('malformed mod, remainder not a number')
  if (elements.length > 2) throw badValue('malformed mod, too many elements')
  const by = coerce('divisor', divisor)
  const wanted = coerce('remainder', rest)
  if (by === 0n) throw badValue('divisor cannot be 0')
  return (candidate) => {
    const number = candidate?.rank === RANK.number ? toWhole(candidate) : undefined
    return number !== undefined && number % by === wanted
  }
}

function coerce(what: string, value: Value): bigint {
  const whole = toWhole(value)
  if (whole !== undefined) return whole
  const reason = Number.isFinite(toNumber(value))
    ? 'Out of bounds coercing to integral value'
    : 'Unable to coerce NaN/Inf to integral type'
  throw badValue(`malformed mod, ${what} value is invalid :: caused by :: ${reason}`)
}

/** `$regex` and `$options`, in either order. */
function search(siblings: Document, scope: Scope | undefined): Test {
  let pattern = ''
  let flags = ''
  for (const { name, value } of siblings.fields) {
    if (name === '$regex') {
      const own = readRegex(value)
      pattern = own.pattern
      if (own.flags && flags) throw twice(51074)
      flags ||= own.flags
    } else if (name === '$options') {
      if (value.type !== TYPE.string) throw badValue('$options has to be a string')
      if (flags) throw twice(51075)
      flags = value.text
    }
  }
  return regexTest(pattern, flags, scope)
}

function readRegex(value: Value): { pattern: string; flags: string } {
  if (value.type === TYPE.regex) return value.regex
  if (value.type === TYPE.string) return { pattern: value.text, flags: '' }
  throw badValue('$regex has to be a string')
}

function twice(code: number): CommandError {
  return new CommandError(code, 'options set in both $regex and $options')
}

function regexTest(pattern: string, flags: string, scope: Scope | undefined): Test {
  return matches(pattern, flags, compilePattern(pattern, flags, scope?.abilities?.patternFault))
}
