/** Operators on texts. Positions count bytes of UTF-8 or code points, as the operator's name says. */
import { isIntegral } from '../../bson/arithmetic.ts'
import { RANK, TYPE } from '../../bson/bson-type.ts'
import { compareBytes, readText, utf8 } from '../../bson/bytes.ts'
import { describe } from '../../bson/describe.ts'
import type { Value } from '../../bson/document.ts'
import { toNumber } from '../../bson/numbers.ts'
import { isNullish } from '../../bson/truth.ts'
import { array, int, NULL, text } from '../../bson/values.ts'
import { asText } from '../value-text.ts'
import {
  FIELDS,
  failure,
  named,
  type Operator,
  type Operators,
  operator,
  SPECIFIED,
  strict,
  typeOf,
} from './operator.ts'

const SPACES = '\0 \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a'

function isText(value: Value | undefined): value is Value {
  return value?.type === TYPE.string
}

function changed(change: (text: string) => string): Operator {
  return operator(1, 1, ([value]) => text(change(asText(value))))
}

/** boost changes ASCII letters only. */
function toLower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

function toUpper(text: string): string {
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase())
}

function lengthOf(code: number, measure: (text: string) => number): Operator {
  return operator(1, 1, ([value], name) => {
    if (!isText(value)) throw failure(code, '@ requires a string argument, found: #', name, typeOf(value))
    return int(measure(value.text))
  })
}

const isContinuation = (byte: number | undefined) => byte !== undefined && byte >> 6 === 0b10

function substringOfBytes([value, from, count]: (Value | undefined)[]): Value {
  const name = '$substrBytes'
  const bytes = utf8(asText(value))
  const start = Math.trunc(readNumber(from, 16034, 'starting index', name))
  const length = Math.trunc(readNumber(count, 16035, 'length', name))
  if (start < 0) throw failure(50752, '@:  starting index must be non-negative (got: #)', name, start)
  const end = length < 0 ? bytes.length : start + length
  if (isContinuation(bytes[start]))
    throw failure(28656, '@:  Invalid range, starting index is a UTF-8 continuation byte.', name)
  if (isContinuation(bytes[end]))
    throw failure(28657, '@:  Invalid range, ending index is in the middle of a UTF-8 character.', name)
  return text(readText(bytes, Math.min(start, bytes.length), Math.min(end, bytes.length)))
}

function readNumber(value: Value | undefined, code: number, what: string, name: string): number {
  if (value?.rank === RANK.number) return toNumber(value)
  throw failure(code, `@:  ${what} must be a numeric type (is BSON type #)`, name, typeOf(value))
}

function substringOfPoints([value, from, count]: (Value | undefined)[], name: string): Value {
  const start = readIndex(from, 34450, 'starting index', name)
  const length = readIndex(count, 34452, 'length', name)
  if (length < 0) throw failure(34454, '@: length must be a nonnegative integer.', name)
  if (start < 0) throw failure(34455, '@: the starting index must be nonnegative integer.', name)
  return text([...asText(value)].slice(start, start + length).join(''))
}

function readIndex(value: Value | undefined, code: number, what: string, name: string): number {
  if (value?.rank !== RANK.number)
    throw failure(code, `@: ${what} must be a numeric type (is BSON type #)`, name, typeOf(value))
  if (isIntegral(value)) return toNumber(value)
  throw failure(
    code + 1,
    `@: ${what} cannot be represented as a 32-bit integral value: #`,
    name,
    describe(value),
  )
}

/** An optional index of `$indexOfArray` and its kin. */
export function position(value: Value | undefined, what: string, name: string): number | undefined {
  if (!value) return undefined
  if (!isIntegral(value)) {
    throw failure(
      40096,
      `@requires an integral ${what}, found a value of type: ${typeOf(value)}, with value: #`,
      name,
      describe(value),
    )
  }
  const number = toNumber(value)
  if (number < 0) throw failure(40097, `@ requires a nonnegative ${what}, found: #`, name, describe(value))
  return number
}

/** `split` makes the units that positions count. */
function indexOf(code: number, split: (text: string) => readonly unknown[]): Operator {
  return operator(2, 4, ([value, token, from, to], name) => {
    if (isNullish(value)) return NULL
    if (!isText(value))
      throw failure(code, '@ requires a string as the first argument, found: #', name, typeOf(value))
    if (!isText(token))
      throw failure(code + 1, '@ requires a string as the second argument, found: #', name, typeOf(token))
    const units = split(value.text)
    const sought = split(token.text)
    const start = position(from, 'starting index', name) ?? 0
    const end = Math.min(position(to, 'ending index', name) ?? units.length, units.length)
    for (let at = start; at + sought.length <= end; at++) {
      if (sought.every((unit, index) => units[at + index] === unit)) return int(at)
    }
    return int(-1)
  })
}

function trim(left: boolean, right: boolean): Operator {
  return named('input chars?', FIELDS, [50696, 50694, 50695], ([input, chars], name) => {
    if (isNullish(input) || (chars && isNullish(chars))) return NULL
    checkTrimmed(input, 50699, 'its input', name)
    if (chars) checkTrimmed(chars, 50700, "'chars'", name)
    const set = [...(chars?.text ?? SPACES)]
    const points = [...input.text]
    let start = 0
    let end = points.length
    while (left && start < end && set.includes(points[start]!)) start++
    while (right && end > start && set.includes(points[end - 1]!)) end--
    return text(points.slice(start, end).join(''))
  })
}

function checkTrimmed(value: Value, code: number, what: string, name: string): void {
  if (!isText(value))
    throw failure(
      code,
      `@ requires ${what} to be a string, got # (of type ${typeOf(value)}) instead.`,
      name,
      describe(value),
    )
}

function replace(change: (input: string, find: string, replacement: () => string) => string): Operator {
  const codes = [51751, 51750, 51749, 51748, 51747]
  return named('input find replacement', SPECIFIED, codes, (operands, name) => {
    for (const [index, what] of ['input', 'find', 'replacement'].entries()) {
      const value = operands[index]
      if (!isNullish(value) && !isText(value))
        throw failure(51746 - index, `@ requires that '${what}' be a string, found: #`, name, describe(value))
    }
    if (operands.some(isNullish)) return NULL
    const [input, find, replacement] = operands.map((value) => value!.text)
    return text(change(input!, find!, () => replacement!))
  })
}

export const strings: Operators = {
  $concat: strict(0, Infinity, (operands, name) =>
    text(
      operands
        .map((value) => {
          if (!isText(value)) throw failure(16702, '@ only supports strings, not #', name, typeOf(value))
          return value.text
        })
        .join(''),
    ),
  ),
  $toLower: changed(toLower),
  $toUpper: changed(toUpper),
  $strcasecmp: operator(2, 2, ([a, b]) =>
    int(Math.sign(compareBytes(utf8(toUpper(asText(a))), utf8(toUpper(asText(b)))))),
  ),
  $strLenBytes: lengthOf(34473, (string) => utf8(string).length),
  $strLenCP: lengthOf(34471, (string) => [...string].length),
  $substr: operator(3, 3, substringOfBytes),
  $substrBytes: operator(3, 3, substringOfBytes),
  $substrCP: operator(3, 3, substringOfPoints),
  $indexOfBytes: indexOf(40091, (string) => [...utf8(string)]),
  $indexOfCP: indexOf(40093, (string) => [...string]),
  $split: strict(2, 2, ([input, separator], name) => {
    const found = '@ requires an expression that evaluates to a string as a '
    if (!isText(input)) throw failure(40085, `${found}first argument, found: #`, name, typeOf(input))
    if (!isText(separator)) throw failure(40086, `${found}second argument, found: #`, name, typeOf(separator))
    if (separator.text === '') throw failure(40087, '@ requires a non-empty separator', name)
    return array(input.text.split(separator.text).map(text))
  }),
  $trim: trim(true, true),
  $ltrim: trim(true, false),
  $rtrim: trim(false, true),
  $replaceOne: replace((input, find, replacement) => input.replace(find, replacement)),
  $replaceAll: replace((input, find, replacement) => input.replaceAll(find, replacement)),
}
