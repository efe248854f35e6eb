/**
 * Sums, products and quotients of BSON's four kinds of numbers. The widest kind wins (int, long, double, decimal);
 * whole numbers that outgrow their kind move on to the next wider one, as in mongod.
 */
import { RANK, TYPE } from './bson-type.ts'
import { decimalText, parseDecimal, readDecimal, type Scaled } from './decimal.ts'
import type { Value } from './document.ts'
import { scaledDouble, toNumber } from './numbers.ts'
import { decimal, double, int, long } from './values.ts'

/** One operation in the three arithmetics. */
export interface Operation {
  whole: (a: bigint, b: bigint) => bigint
  real: (a: number, b: number) => number
  exact: (a: Scaled, b: Scaled) => Scaled
}

/** More digits than a decimal keeps, so that rounding happens once. */
const DIGITS = 40n

export const ADD: Operation = { whole: (a, b) => a + b, real: (a, b) => a + b, exact: addScaled }
export const SUBTRACT: Operation = {
  whole: (a, b) => a - b,
  real: (a, b) => a - b,
  exact: (a, b) => addScaled(a, { ...b, digits: -b.digits }),
}
export const MULTIPLY: Operation = {
  whole: (a, b) => a * b,
  real: (a, b) => a * b,
  exact: (a, b) => ({ digits: a.digits * b.digits, exponent: a.exponent + b.exponent }),
}
export const REMAINDER: Operation = {
  whole: (a, b) => a % b,
  real: (a, b) => a % b,
  exact(a, b) {
    const [x, y, exponent] = aligned(a, b)
    return { digits: x % y, exponent }
  },
}

/** The result of an operation on two numbers, in the kind mongod answers with. */
export function calculate(operation: Operation, a: Value, b: Value): Value {
  if (a.type === TYPE.decimal || b.type === TYPE.decimal) return calculateExact(operation, a, b)
  if (a.type === TYPE.double || b.type === TYPE.double)
    return double(operation.real(toNumber(a), toNumber(b)))
  const result = operation.whole(wholeOf(a), wholeOf(b))
  return wholeNumber(result, a.type === TYPE.int && b.type === TYPE.int)
}

/** An int if `small` and it fits, else a long, else a double. */
export function wholeNumber(number: bigint, small: boolean): Value {
  if (small && BigInt.asIntN(32, number) === number) return int(Number(number))
  return BigInt.asIntN(64, number) === number ? long(number) : double(Number(number))
}

/** A quotient is a double, or a decimal if one of the numbers is. The divisor isn't zero. */
export function divide(a: Value, b: Value): Value {
  return a.type === TYPE.decimal || b.type === TYPE.decimal
    ? calculateExact({ ...ADD, real: (x, y) => x / y, exact: divideScaled }, a, b)
    : double(toNumber(a) / toNumber(b))
}

function calculateExact(operation: Operation, a: Value, b: Value): Value {
  const x = exactOf(a)
  const y = exactOf(b)
  return typeof x === 'number' || typeof y === 'number'
    ? decimalOf(operation.real(toNumber(a), toNumber(b)))
    : decimal(operation.exact(x, y))
}

/** The decimal with the digits that a double prints. */
export function decimalOf(number: number): Value {
  return decimal(Number.isFinite(number) ? parseDecimal(String(number))! : number)
}

/** The bits of an int or a long. */
export function wholeOf(value: Value): bigint {
  return value.type === TYPE.int ? BigInt(value.int32) : value.int64
}

/** As decimal: doubles are taken to 15 digits, as mongod converts them. */
export function exactOf(value: Value): Scaled | number {
  if (value.type === TYPE.decimal) return readDecimal(value.source, value.start)
  if (value.type !== TYPE.double) return { digits: wholeOf(value), exponent: 0 }
  const number = value.double
  return Number.isFinite(number) ? parseDecimal(number.toPrecision(15))! : number
}

/** True for whole numbers of any kind within 32 (or 64) bits. */
export function isIntegral(value: Value | undefined, bits = 32): boolean {
  if (value?.rank !== RANK.number) return false
  const number = toNumber(value)
  return Number.isInteger(number) && BigInt.asIntN(bits, BigInt(number)) === BigInt(number)
}

/** How a number is rounded to a place. */
export type Rounding = 'even' | 'down' | 'up' | 'zero'

/** A number rounded to so many digits behind the point; before it, if negative. Keeps its kind. */
export function round(value: Value, places: number, rounding: Rounding): Value {
  if (value.type === TYPE.decimal) {
    const number = exactOf(value)
    return typeof number === 'number' ? value : decimal(roundScaled(number, places, rounding))
  }
  if (value.type === TYPE.double) {
    if (!Number.isFinite(value.double)) return value
    const rounded = Number(decimalText(roundScaled(scaledDouble(value.double), places, rounding)))
    return double(rounded === 0 && (value.double < 0 || Object.is(value.double, -0)) ? -0 : rounded)
  }
  if (places >= 0) return value
  const { digits, exponent } = roundScaled({ digits: wholeOf(value), exponent: 0 }, places, rounding)
  return wholeNumber(digits * 10n ** BigInt(exponent), value.type === TYPE.int)
}

function roundScaled({ digits, exponent }: Scaled, places: number, rounding: Rounding): Scaled {
  const surplus = -places - exponent
  if (surplus <= 0) return { digits: digits * 10n ** BigInt(-surplus), exponent: -places }
  const unit = 10n ** BigInt(surplus)
  const whole = digits / unit
  const rest = digits % unit
  const twice = (rest < 0n ? -rest : rest) * 2n
  const away = rest < 0n ? -1n : 1n
  const moves = {
    zero: false,
    down: rest < 0n,
    up: rest > 0n,
    even: twice > unit || (twice === unit && whole % 2n !== 0n),
  }
  return { digits: moves[rounding] ? whole + away : whole, exponent: -places }
}

function aligned(a: Scaled, b: Scaled): [bigint, bigint, number] {
  const least = Math.min(a.exponent, b.exponent)
  return [a.digits * 10n ** BigInt(a.exponent - least), b.digits * 10n ** BigInt(b.exponent - least), least]
}

function addScaled(a: Scaled, b: Scaled): Scaled {
  const [x, y, exponent] = aligned(a, b)
  return { digits: x + y, exponent }
}

/** An exact quotient gets the exponent nearest to the ideal one; another more digits than will be stored. */
function divideScaled(a: Scaled, b: Scaled): Scaled {
  const shift = DIGITS + BigInt(String(b.digits).length)
  const ideal = a.exponent - b.exponent
  const scaled = a.digits * 10n ** shift
  let digits = scaled / b.digits
  let exponent = ideal - Number(shift)
  if (scaled % b.digits !== 0n)
    return { digits: digits * 10n + (digits < 0n ? -1n : 1n), exponent: exponent - 1 }
  while (exponent < ideal && digits % 10n === 0n) {
    digits /= 10n
    exponent++
  }
  return { digits, exponent }
}
