/**
 * BSON has four kinds of numbers and compares them by their exact mathematical value: no rounding to double,
 * so 2^53 + 1 as a long is not 2^53, and 0.1 as a double is not 0.1 as a decimal.
 */
import { TYPE } from './bson-type.ts'
import { decimalText, readDecimal, type Scaled } from './decimal.ts'
import type { Value } from './document.ts'

/** The value as a JavaScript number; longs and decimals beyond its precision are rounded. */
export function toNumber(value: Value): number {
  return value.type === TYPE.decimal
    ? Number(decimalText(readDecimal(value.source, value.start)))
    : Number(plain(value))
}

/** Negative, zero or positive. NaN comes before all other numbers and equals itself. */
export function compareNumbers(a: Value, b: Value): number {
  const x = comparable(a)
  const y = comparable(b)
  if (typeof x !== 'object' && typeof y !== 'object') return comparePlain(x, y)
  if (isInfinite(x) || isInfinite(y)) return comparePlain(approximate(x), approximate(y))
  return compareScaled(scaled(x), scaled(y))
}

/** A text that is the same for equal numbers of any kind, and only for those. */
export function numberKey(value: Value): string {
  const number = comparable(value)
  if (typeof number === 'bigint' || isInfinite(number)) return String(number)
  if (typeof number === 'number' && Number.isInteger(number))
    return String(Number.isSafeInteger(number) ? number : BigInt(number))
  const { digits, exponent } = withoutZeros(scaled(number))
  return exponent >= 0 ? String(digits * 10n ** BigInt(exponent)) : `${digits}e${exponent}`
}

/** NaN, as double or decimal. False for what isn't a number. */
export function isNaNValue(value: Value): boolean {
  if (value.type === TYPE.double) return Number.isNaN(value.double)
  return value.type === TYPE.decimal && Number.isNaN(readDecimal(value.source, value.start))
}

/**
 * The whole number that remains of a number without its fraction, between two bounds. `exact` takes only numbers that
 * are whole; undefined if that fails, or for NaN, or beyond 64 bits.
 */
export function toWhole(value: Value, exact = false): bigint | undefined {
  const number = comparable(value)
  if (typeof number === 'bigint') return number
  if (Number.isSafeInteger(number)) return BigInt(number as number)
  const whole = truncated(number)
  if (whole === undefined || BigInt.asIntN(64, whole) !== whole) return undefined
  return exact && compareScaled(scaled(number), { digits: whole, exponent: 0 }) !== 0 ? undefined : whole
}

function truncated(number: number | Scaled): bigint | undefined {
  if (typeof number === 'number') {
    return Number.isFinite(number) ? BigInt(Math.trunc(number)) : undefined
  }
  // Whatever has more digits than 40 before the point is beyond 64 bits anyway.
  if (number.exponent >= 0) return number.digits * 10n ** BigInt(Math.min(number.exponent, 40))
  return number.digits / 10n ** BigInt(-number.exponent)
}

/** The number of an int, a double or a small long; undefined for what a JavaScript number can't hold exactly. */
export function safeNumber(value: Value): number | undefined {
  const number = comparable(value)
  return typeof number === 'number' ? number : undefined
}

function plain(value: Value): number | bigint {
  if (value.type === TYPE.int) return value.int32
  return value.type === TYPE.double ? value.double : value.long
}

/** Decimals are scaled integers, except for infinities and NaN, which are the same in every kind. */
function comparable(value: Value): number | bigint | Scaled {
  return value.type === TYPE.decimal ? readDecimal(value.source, value.start) : plain(value)
}

function comparePlain(x: number | bigint, y: number | bigint): number {
  if (x < y) return -1
  if (x > y) return 1
  return Number(Number.isNaN(y)) - Number(Number.isNaN(x))
}

function isInfinite(number: number | bigint | Scaled): number is number {
  return typeof number === 'number' && !Number.isFinite(number)
}

/** Good enough beside an infinity or NaN: only the order matters there. */
function approximate(number: number | bigint | Scaled): number | bigint {
  return typeof number === 'object' ? number.digits : number
}

function scaled(number: number | bigint | Scaled): Scaled {
  if (typeof number === 'object') return number
  if (typeof number === 'bigint') return { digits: number, exponent: 0 }
  return scaledDouble(number)
}

/** Every double is a whole number over a power of two: m / 2^k = m × 5^k / 10^k, exactly. */
export function scaledDouble(number: number): Scaled {
  let halvings = 0
  let mantissa = number
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2
    halvings++
  }
  return { digits: BigInt(mantissa) * 5n ** BigInt(halvings), exponent: -halvings }
}

function compareScaled(x: Scaled, y: Scaled): number {
  const least = Math.min(x.exponent, y.exponent)
  return comparePlain(
    x.digits * 10n ** BigInt(x.exponent - least),
    y.digits * 10n ** BigInt(y.exponent - least),
  )
}

function withoutZeros({ digits, exponent }: Scaled): Scaled {
  let rest = digits
  let zeros = 0
  while (rest !== 0n && rest % 10n === 0n) {
    rest /= 10n
    zeros++
  }
  return { digits: rest, exponent: rest === 0n ? 0 : exponent + zeros }
}
