/**
 * Sums, products and quotients of BSON's four kinds of numbers. The widest kind wins (int, long, double, decimal);
 * whole numbers that outgrow their kind move on to the next wider one, as in mongod.
 */
import { TYPE } from './bson-type.ts'
import { parseDecimal, readDecimal, type Scaled } from './decimal.ts'
import type { Value } from './document.ts'
import { toNumber } from './numbers.ts'
import { decimal, double, int, long } from './values.ts'

/** One operation in the three arithmetics. */
export interface Operation {
  whole: (a: bigint, b: bigint) => bigint
  real: (a: number, b: number) => number
  exact: (a: Scaled, b: Scaled) => Scaled | number
}

const DIGITS = 40n

export const ADD: Operation = {
  whole: (a, b) => a + b,
  real: (a, b) => a + b,
  exact: (a, b) => addScaled(a, b, 1n),
}
export const SUBTRACT: Operation = {
  whole: (a, b) => a - b,
  real: (a, b) => a - b,
  exact: (a, b) => addScaled(a, b, -1n),
}
export const MULTIPLY: Operation = {
  whole: (a, b) => a * b,
  real: (a, b) => a * b,
  exact: (a, b) => ({ digits: a.digits * b.digits, exponent: a.exponent + b.exponent }),
}
/** Whole numbers divide as doubles: see `divide`. */
export const DIVIDE: Operation = { whole: (a, b) => a / b, real: (a, b) => a / b, exact: divideScaled }
export const REMAINDER: Operation = {
  whole: (a, b) => a % b,
  real: (a, b) => a % b,
  exact: (a, b) => {
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
  const small = a.type === TYPE.int && b.type === TYPE.int && BigInt.asIntN(32, result) === result
  if (small) return int(Number(result))
  return BigInt.asIntN(64, result) === result ? long(result) : double(Number(result))
}

function calculateExact(operation: Operation, a: Value, b: Value): Value {
  const x = exactOf(a)
  const y = exactOf(b)
  return typeof x === 'number' || typeof y === 'number'
    ? scaledOrSpecial(operation.real(toNumber(a), toNumber(b)))
    : decimal(operation.exact(x, y))
}

/** Beside an infinity, what isn't special is exact enough as a double. */
function scaledOrSpecial(number: number): Value {
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

function aligned(a: Scaled, b: Scaled): [bigint, bigint, number] {
  const least = Math.min(a.exponent, b.exponent)
  return [a.digits * 10n ** BigInt(a.exponent - least), b.digits * 10n ** BigInt(b.exponent - least), least]
}

function addScaled(a: Scaled, b: Scaled, sign: bigint): Scaled {
  const [x, y, exponent] = aligned(a, b)
  return { digits: x + sign * y, exponent }
}

/** An exact quotient keeps the exponent nearest to the ideal one; another gets more digits than will be stored. */
function divideScaled(a: Scaled, b: Scaled): Scaled | number {
  if (b.digits === 0n) return a.digits === 0n ? Number.NaN : a.digits < 0n ? -Infinity : Infinity
  const shift = DIGITS + BigInt(String(b.digits).length)
  let digits = (a.digits * 10n ** shift) / b.digits
  let exponent = a.exponent - b.exponent - Number(shift)
  const inexact = (a.digits * 10n ** shift) % b.digits !== 0n
  if (inexact) return { digits: digits * 10n + (digits < 0n ? -1n : 1n), exponent: exponent - 1 }
  while (exponent < a.exponent - b.exponent && digits % 10n === 0n) {
    digits /= 10n
    exponent++
  }
  return { digits, exponent }
}
