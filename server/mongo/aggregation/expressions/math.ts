/** Operators that calculate. */
import {
  ADD,
  calculate,
  decimalOf,
  divide,
  isIntegral,
  MULTIPLY,
  REMAINDER,
  type Rounding,
  round,
  SUBTRACT,
  wholeNumber,
  wholeOf,
} from '../../bson/arithmetic.ts'
import { RANK, TYPE } from '../../bson/bson-type.ts'
import { describe } from '../../bson/describe.ts'
import type { Value } from '../../bson/document.ts'
import { toNumber } from '../../bson/numbers.ts'
import { date, double, int, long } from '../../bson/values.ts'
import { CommandError } from '../../command-error.ts'
import { failure, type Operator, type Operators, strict, typeOf, unary } from './operator.ts'

const MIN_LONG = -(2n ** 63n)

function isNumber(value: Value): boolean {
  return value.rank === RANK.number
}

function checkNumber(value: Value, code: number, message: string, name: string): void {
  if (!isNumber(value)) throw failure(code, message, name, typeOf(value))
}

/** Adds numbers, and at most one date to them. */
function add(operands: Value[], name: string): Value {
  let isDate = false
  let total = int(0)
  for (const value of operands) {
    const day = value.type === TYPE.date
    if (day && isDate) throw failure(16612, 'only one date allowed in an @ expression', name)
    isDate ||= day
    if (!day) checkNumber(value, 14, '@ only supports numeric or date types, not #', name)
    total = calculate(ADD, total, day ? long(value.int64) : value)
  }
  return isDate ? dateOf(total, name) : narrow(total, operands)
}

/** Ints whose sum or product was too large for an int on the way may fit again. */
function narrow(result: Value, operands: readonly Value[]): Value {
  return result.type === TYPE.long && operands.every((value) => value.type === TYPE.int)
    ? wholeNumber(result.int64, true)
    : result
}

function multiply(operands: Value[], name: string): Value {
  const product = operands.reduce((total, value) => {
    checkNumber(value, 14, '@ only supports numeric types, not #', name)
    return calculate(MULTIPLY, total, value)
  }, int(1))
  return narrow(product, operands)
}

function dateOf(value: Value, name: string): Value {
  const number = Math.round(toNumber(value))
  if (!Number.isSafeInteger(number)) throw failure(15, 'date overflow in @', name)
  return date(BigInt(number))
}

function subtract([a, b]: Value[], name: string): Value {
  if (isNumber(a!) && isNumber(b!)) return calculate(SUBTRACT, a!, b!)
  if (a!.type === TYPE.date && b!.type === TYPE.date) return long(a!.int64 - b!.int64)
  if (a!.type === TYPE.date && isNumber(b!)) return date(a!.int64 - BigInt(Math.trunc(toNumber(b!))))
  throw failure(14, `can't @ ${typeOf(b)} from #`, name, typeOf(a))
}

/** An operator of two numbers of which the second may not be zero. */
function quotient(zero: number, type: number, apply: (a: Value, b: Value) => Value): Operator {
  return strict(2, 2, ([a, b], name) => {
    if (!isNumber(a!) || !isNumber(b!))
      throw failure(type, `@ only supports numeric types, not # and ${typeOf(b)}`, name, typeOf(a))
    if (toNumber(b!) === 0) throw failure(zero, "can't @ by zero", name)
    return apply(a!, b!)
  })
}

/** A whole divisor makes a whole remainder, even if it is a double. */
function remainder(a: Value, b: Value): Value {
  const whole = b.type === TYPE.double && (a.type === TYPE.int || a.type === TYPE.long) && isIntegral(b)
  return calculate(REMAINDER, a, whole ? int(toNumber(b)) : b)
}

/** An operator of one number. */
function numeric(apply: (value: Value, name: string) => Value): Operator {
  return unary((value, name) => {
    checkNumber(value, 28765, '@ only supports numeric types, not #', name)
    return apply(value, name)
  })
}

/** A double, or a decimal with as many digits as a double has. */
function real(number: number, like: Value): Value {
  return like.type === TYPE.decimal ? decimalOf(number) : double(number)
}

/** A function on doubles; `least` and `most` bound what it takes, `range` names that. */
function trigonometric(
  apply: (number: number) => number,
  least: number,
  most: number,
  range: string,
): Operator {
  return numeric((value, name) => {
    const number = toNumber(value)
    const open = range.startsWith('(') && Math.abs(number) === Infinity
    if (open || number < least || number > most)
      throw failure(50989, `cannot apply @ to #, value must be in ${range}`, name, describe(value))
    return real(apply(number), value)
  })
}

function plain(apply: (number: number) => number): Operator {
  return trigonometric(apply, -Infinity, Infinity, '')
}

function periodic(apply: (number: number) => number): Operator {
  return trigonometric(apply, -Infinity, Infinity, '(-inf,inf)')
}

function positive(code: number, apply: (number: number) => number): Operator {
  return numeric((value, name) => {
    const number = toNumber(value)
    if (number <= 0) throw failure(code, "@'s argument must be a positive number, but is #", name, number)
    return real(apply(number), value)
  })
}

function rounding(mode: Rounding): Operator {
  return strict(1, 2, ([value, places], name) => {
    checkNumber(value!, 51081, '@ only supports numeric types, not #', name)
    if (places && !isIntegral(places))
      throw failure(51082, 'precision argument to  @ must be a integral value', name)
    const count = places ? toNumber(places) : 0
    if (count < -20 || count > 100)
      throw failure(51083, 'cannot apply @ with precision value # value must be in [-20, 100]', name, count)
    return round(value!, count, mode)
  })
}

function absolute(value: Value): Value {
  if (value.type === TYPE.double) return double(Math.abs(value.double))
  if (toNumber(value) >= 0) return value
  if (value.type === TYPE.long && value.int64 === MIN_LONG)
    throw new CommandError(28680, "can't take $abs of long long min")
  return calculate(SUBTRACT, int(0), value)
}

function power([base, exponent]: Value[], name: string): Value {
  checkNumber(base!, 28762, "@'s base must be numeric, not #", name)
  checkNumber(exponent!, 28763, "@'s exponent must be numeric, not #", name)
  const x = toNumber(base!)
  const y = toNumber(exponent!)
  if (x === 0 && y < 0) throw failure(28764, '@ cannot take a base of 0 and a negative exponent', name)
  const types = [base!.type, exponent!.type]
  if (types.includes(TYPE.decimal)) return powerOfDecimal(base!, y, x)
  const whole = !types.includes(TYPE.double) && (y >= 0 || Math.abs(x) === 1)
  if (!whole || (y > 63 && Math.abs(x) > 1)) return double(x ** y)
  return wholeNumber(
    wholeOf(base!) ** (y < 0 ? -wholeOf(exponent!) : wholeOf(exponent!)),
    !types.includes(TYPE.long),
  )
}

/** Exact for small whole exponents. */
function powerOfDecimal(base: Value, exponent: number, x: number): Value {
  if (!Number.isInteger(exponent) || Math.abs(exponent) > 100) return decimalOf(x ** exponent)
  let result = decimalOf(1)
  for (let step = 0; step < Math.abs(exponent); step++) result = calculate(MULTIPLY, result, base)
  return exponent < 0 ? divide(decimalOf(1), result) : result
}

function logarithm([value, base]: Value[], name: string): Value {
  checkNumber(value!, 28756, "@'s argument must be numeric, not #", name)
  checkNumber(base!, 28757, "@'s base must be numeric, not #", name)
  const x = toNumber(value!)
  const y = toNumber(base!)
  if (x <= 0) throw failure(28758, "@'s argument must be a positive number, but is #", name, x)
  if (y <= 0 || y === 1)
    throw failure(28759, "@'s base must be a positive number not equal to 1, but is #", name, y)
  return real(Math.log(x) / Math.log(y), base!.type === TYPE.decimal ? base! : value!)
}

function squareRoot(value: Value, name: string): Value {
  const number = toNumber(value)
  if (number < 0) throw failure(28714, "@'s argument must be greater than or equal to 0", name)
  return real(Math.sqrt(number), value)
}

/** `$bitAnd` and the like, of ints and longs. */
function bits(start: bigint, apply: (a: bigint, b: bigint) => bigint): Operator {
  return strict(0, Infinity, (operands, name) => {
    for (const value of operands) checkBits(value, name)
    const small = operands.every((value) => value.type === TYPE.int)
    return wholeNumber(operands.map(wholeOf).reduce(apply, start), small)
  })
}

function checkBits(value: Value, name: string): void {
  if (value.type !== TYPE.int && value.type !== TYPE.long)
    throw failure(14, '@ only supports int and long operands.', name)
}

export const math: Operators = {
  $add: strict(0, Infinity, add),
  $subtract: strict(2, 2, subtract),
  $multiply: strict(0, Infinity, multiply),
  $divide: quotient(2, 14, divide),
  $mod: quotient(16610, 16611, remainder),
  $abs: numeric(absolute),
  $ceil: numeric((value) => round(value, 0, 'up')),
  $floor: numeric((value) => round(value, 0, 'down')),
  $round: rounding('even'),
  $trunc: rounding('zero'),
  $exp: plain(Math.exp),
  $ln: positive(28766, Math.log),
  $log10: positive(28761, Math.log10),
  $log: strict(2, 2, logarithm),
  $pow: strict(2, 2, power),
  $sqrt: numeric(squareRoot),
  $sin: periodic(Math.sin),
  $cos: periodic(Math.cos),
  $tan: periodic(Math.tan),
  $asin: trigonometric(Math.asin, -1, 1, '[-1,1]'),
  $acos: trigonometric(Math.acos, -1, 1, '[-1,1]'),
  $atan: plain(Math.atan),
  $atan2: strict(2, 2, ([y, x], name) => {
    checkNumber(y!, 51044, '@ only supports numeric types, not #', name)
    checkNumber(x!, 51045, '@ only supports numeric types, not #', name)
    return real(Math.atan2(toNumber(y!), toNumber(x!)), y!.type === TYPE.decimal ? y! : x!)
  }),
  $sinh: plain(Math.sinh),
  $cosh: plain(Math.cosh),
  $tanh: plain(Math.tanh),
  $asinh: plain(Math.asinh),
  $acosh: trigonometric(Math.acosh, 1, Infinity, '[1,inf]'),
  $atanh: trigonometric(Math.atanh, -1, 1, '[-1,1]'),
  $degreesToRadians: plain((number) => (number * Math.PI) / 180),
  $radiansToDegrees: plain((number) => (number * 180) / Math.PI),
  $bitAnd: bits(-1n, (a, b) => a & b),
  $bitOr: bits(0n, (a, b) => a | b),
  $bitXor: bits(0n, (a, b) => a ^ b),
  $bitNot: unary((value, name) => {
    checkBits(value, name)
    return wholeNumber(~wholeOf(value), value.type === TYPE.int)
  }),
}
