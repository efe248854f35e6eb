/** Operators that ask for a value's type or turn it into another. */

import { exactOf, wholeOf } from '../../bson/arithmetic.ts'
import { RANK, TYPE, type TypeName, typeName } from '../../bson/bson-type.ts'
import { utf8 } from '../../bson/bytes.ts'
import { decimalText, parseDecimal } from '../../bson/decimal.ts'
import type { Value } from '../../bson/document.ts'
import { toNumber } from '../../bson/numbers.ts'
import { isNullish, isTrue } from '../../bson/truth.ts'
import { bool, date, decimal, double, int, long, NULL, objectId, text } from '../../bson/values.ts'
import { CommandError } from '../../command-error.ts'
import { parseDate } from '../parse-date.ts'
import { TEXTS, timeOf } from '../value-text.ts'
import {
  type Context,
  type Expression,
  failure,
  fields,
  fold,
  NAMED,
  type Operator,
  type Operators,
  operandsOf,
  operator,
  typeOf,
  unary,
} from './operator.ts'

const number = (value: Value) => (value.type === TYPE.double ? value.double : toNumber(value))

/** The error of a conversion; only it makes `onError` count. */
export function conversionError(message: string): CommandError {
  return new CommandError(241, message)
}

const WITHOUT = 'in $convert with no onError value'

/** The whole part of a number, if it fits into so many bits. */
function whole(value: Value, bits: number): bigint {
  if (value.type === TYPE.int || value.type === TYPE.long) return fitting(wholeOf(value), bits, '')
  const approximate = number(value)
  if (!Number.isFinite(approximate)) {
    const what = Number.isNaN(approximate) ? 'NaN' : 'infinity'
    throw conversionError(`Attempt to convert ${what} value to integer type ${WITHOUT}`)
  }
  if (value.type === TYPE.double) return fitting(BigInt(Math.trunc(approximate)), bits, String(approximate))
  const exact = exactOf(value)
  if (typeof exact === 'number') return 0n
  const unit = 10n ** BigInt(Math.abs(exact.exponent))
  const result = exact.exponent < 0 ? exact.digits / unit : exact.digits * unit
  return fitting(result, bits, decimalText(exact))
}

function fitting(result: bigint, bits: number, shown: string): bigint {
  if (BigInt.asIntN(bits, result) === result) return result
  throw conversionError(`Conversion would overflow target type ${WITHOUT}: ${shown}`)
}

function parseNumber(value: Value, pattern: RegExp): string {
  const { text } = value
  const fail = (reason: string) => conversionError(`Failed to parse number '${text}' ${WITHOUT}: ${reason}`)
  if (text.startsWith('0x')) throw conversionError(`Illegal hexadecimal input ${WITHOUT}: ${text}`)
  if (text === '') throw fail('Empty string')
  if (/^\s/.test(text)) throw fail('Leading whitespace')
  if (pattern.test(text)) return text
  throw fail(/^[+-]?\d/.test(text) ? 'Did not consume whole string.' : 'Did not consume any digits')
}

function parseWhole(value: Value, bits: number): bigint {
  const result = BigInt(parseNumber(value, /^[+-]?\d+$/).replace('+', ''))
  if (BigInt.asIntN(bits, result) === result) return result
  throw conversionError(`Failed to parse number '${value.text}' ${WITHOUT}: Overflow`)
}

const REAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$|^[+-]?(inf|infinity|nan)$/i

function parseObjectId(value: Value): Value {
  const { text } = value
  if (/^[0-9a-f]{24}$/i.test(text))
    return objectId(Uint8Array.from(text.match(/../g)!, (pair) => Number.parseInt(pair, 16)))
  const reason =
    text.length === 24
      ? `Invalid character found in hex string: '${/[^0-9a-f]/i.exec(text)?.[0]}'`
      : `Invalid string length for parsing to OID, expected 24 but found ${text.length}`
  throw conversionError(`Failed to parse objectId '${text}' ${WITHOUT}: ${reason}`)
}

type Conversion = (value: Value) => Value
type Conversions = Partial<Record<TypeName | 'number', Conversion>>

/** From a real number by its value, from a date by its milliseconds. */
function numeric(make: (value: Value) => Value, parse: Conversion): Conversions {
  return {
    number: make,
    string: parse,
    bool: (value) => make(int(Number(value.boolean))),
    date: (value) => make(long(value.int64)),
  }
}

const toReal = (value: Value) => {
  const result = number(value)
  if (value.type === TYPE.decimal && !Number.isFinite(result) && typeof exactOf(value) !== 'number')
    throw conversionError(`Conversion would overflow target type ${WITHOUT}: ${decimalText(exactOf(value))}`)
  return double(result)
}
const asDate: Conversion = (value) => date(timeOf(value))

/** What can be made of what; every type can become a boolean. */
const TARGETS: Record<string, Conversions> = {
  double: numeric(toReal, (value) =>
    double(
      Number(
        parseNumber(value, REAL)
          .replace(/inf(inity)?/i, 'Infinity')
          .replace(/nan/i, 'NaN'),
      ),
    ),
  ),
  decimal: numeric(
    (value) => decimal(exactOf(value)),
    (value) => decimal(parseDecimal(parseNumber(value, REAL))!),
  ),
  int: {
    ...numeric(
      (value) => int(Number(whole(value, 32))),
      (value) => int(Number(parseWhole(value, 32))),
    ),
    date: undefined as never,
  },
  long: numeric(
    (value) => long(whole(value, 64)),
    (value) => long(parseWhole(value, 64)),
  ),
  string: Object.fromEntries(
    ['number', 'string', 'bool', 'date', 'objectId'].map((name) => [
      name,
      (value: Value) => text(TEXTS[value.type]!(value)),
    ]),
  ),
  objectId: { objectId: (value) => value, string: parseObjectId },
  date: {
    date: asDate,
    timestamp: asDate,
    objectId: asDate,
    number: (value) => date(whole(value, 64)),
    int: undefined as never,
    string: (value) => date(parseDate(value.text)),
  },
}

function conversion(from: number, to: string): Conversion | undefined {
  if (to === 'bool') return (value) => bool(value.type === TYPE.date ? value.int64 !== 0n : isTrue(value))
  const name = typeName(from) as TypeName
  const targets = TARGETS[to]
  if (!targets) return undefined
  const isNumber = 'double int long decimal'.includes(name)
  return name in targets ? targets[name] : isNumber ? targets.number : undefined
}

function targetOf(to: Value, name: string): string {
  if (to.type === TYPE.string) {
    if (to.text !== 'missing' && !(to.text in TYPE))
      throw new CommandError(2, `Unknown type name: ${to.text}`)
    return to.text
  }
  if (to.rank !== RANK.number)
    throw failure(9, "@'s 'to' argument must be a string or number, but is #", name, typeOf(to))
  const code = toNumber(to)
  if (!Number.isInteger(code)) throw failure(9, "In @, numeric 'to' argument is not an integer", name)
  const target = typeName(code & 255)
  if (target.startsWith('type'))
    throw failure(9, "In @, numeric value for 'to' does not correspond to a BSON type: #", name, code)
  return target
}

function convertTo(value: Value, to: string): Value {
  const convert = conversion(value.type, to)
  if (convert) return convert(value)
  throw conversionError(`Unsupported conversion from ${typeOf(value)} to ${to} ${WITHOUT}`)
}

function convert(operand: Value, context: Context, name: string): Expression {
  const missing = [NAMED[0], NAMED[1], "Missing '#' parameter to @"] as const
  const names = 'input to onError? onNull?'
  const parts = fields(operand, name, names, missing, [9, 9]).map(
    (part) => part && context.compile(part, context),
  )
  const [input, to, onError, onNull] = parts
  return fold(parts, context, (variables) => {
    const value = input!(variables)
    const target = to!(variables)
    const type = isNullish(target) ? undefined : targetOf(target, name)
    if (isNullish(value)) return onNull ? onNull(variables) : NULL
    if (!type) return NULL
    try {
      return convertTo(value, type)
    } catch (error) {
      if (onError && error instanceof CommandError && error.code === 241) return onError(variables)
      throw error
    }
  })
}

/** `$toInt` and the like: a conversion of its one operand. */
function shortcut(to: string) {
  const apply = unary((value) => convertTo(value, to))
  return (operand: Value, context: Context, name: string) => {
    const { length } = operandsOf(operand)
    if (length !== 1) throw failure(50723, '@ requires a single argument, got #', name, length)
    return apply(operand, context, name)
  }
}

/** One half of a timestamp. */
function ofTimestamp(code: number, shift: bigint): Operator {
  return unary((value, name) => {
    if (value.type === TYPE.timestamp) return long(BigInt.asUintN(32, value.int64 >> shift))
    throw failure(code, ' Argument to @ must be a timestamp, but is #', name, typeOf(value))
  })
}

export const conversions: Operators = {
  $convert: convert,
  $toBool: shortcut('bool'),
  $toInt: shortcut('int'),
  $toLong: shortcut('long'),
  $toDouble: shortcut('double'),
  $toDecimal: shortcut('decimal'),
  $toString: shortcut('string'),
  $toObjectId: shortcut('objectId'),
  $toDate: shortcut('date'),
  $type: operator(1, 1, ([value]) => text(typeOf(value))),
  $isNumber: operator(1, 1, ([value]) => bool(value?.rank === RANK.number)),
  $tsSecond: ofTimestamp(5687301, 32n),
  $tsIncrement: ofTimestamp(5687302, 0n),
  $binarySize: unary((value, name) => {
    if (value.type === TYPE.string) return int(utf8(value.text).length)
    if (value.type === TYPE.binData) return int(value.int32)
    throw failure(51276, '@ requires a string or BinData argument, found: #', name, typeOf(value))
  }),
  $bsonSize: unary((value, name) => {
    if (value.isDocument) return int(value.bytes.length)
    throw failure(31393, '@ requires a document input, found: #', name, typeOf(value))
  }),
}
