/**
 * Decimal128: 34 decimal digits and an exponent, as IEEE 754-2008 packs them in its binary integer form.
 *
 *     sign 1 | exponent 14 | digits 113        digits × 10^(exponent − 6176)
 *     11110 = infinity, 11111 = NaN in the five bits after the sign
 */
import { readInt64, writeInt64 } from './bytes.ts'

/** digits × 10^exponent. */
export interface Scaled {
  digits: bigint
  exponent: number
}

const BIAS = 6176
const MAX_EXPONENT = 6111
const MAX_DIGITS = 10n ** 34n - 1n
const SIGN = 1n << 127n
const INFINITY = 0b11110n << 122n
const NOT_A_NUMBER = 0b11111n << 122n

/** What 16 bytes mean; infinities and NaN are the numbers of that name. The sign of zero is lost. */
export function readDecimal(bytes: Uint8Array, at: number): Scaled | number {
  const bits =
    (BigInt.asUintN(64, readInt64(bytes, at + 8)) << 64n) | BigInt.asUintN(64, readInt64(bytes, at))
  const negative = (bits & SIGN) !== 0n
  const special = (bits >> 122n) & 0b11111n
  if (special === 0b11111n) return Number.NaN
  if (special === 0b11110n) return negative ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  // Numbers too large for 113 bits are written another way and mean zero.
  const large = (bits >> 125n) & 0b11n
  const digits = large === 0b11n ? 0n : bits & ((1n << 113n) - 1n)
  const exponent = Number((bits >> (large === 0b11n ? 111n : 113n)) & 0x3fffn) - BIAS
  const valid = digits > MAX_DIGITS ? 0n : digits
  return { digits: negative ? -valid : valid, exponent }
}

/** The 16 bytes of a number, rounded half to even if it has more than 34 digits. */
export function decimalBytes(number: Scaled | number): Uint8Array {
  if (typeof number === 'number') return pack(number < 0, Number.isNaN(number) ? NOT_A_NUMBER : INFINITY)
  const negative = number.digits < 0n
  const { digits, exponent } = fitted(negative ? -number.digits : number.digits, number.exponent)
  if (exponent > MAX_EXPONENT) return pack(negative, INFINITY)
  return pack(negative, (BigInt(exponent + BIAS) << 113n) | digits)
}

/** As text: `1.50`, `1E+3`, `NaN`, as MongoDB writes it. */
export function decimalText(number: Scaled | number): string {
  if (typeof number === 'number') return String(number)
  const sign = number.digits < 0n ? '-' : ''
  const digits = String(number.digits < 0n ? -number.digits : number.digits)
  const adjusted = number.exponent + digits.length - 1
  if (number.exponent > 0 || adjusted < -6) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : ''
    return `${sign}${digits[0]}${fraction}E${adjusted < 0 ? '' : '+'}${adjusted}`
  }
  if (number.exponent === 0) return sign + digits
  const padded = digits.padStart(1 - number.exponent, '0')
  return `${sign}${padded.slice(0, number.exponent)}.${padded.slice(number.exponent)}`
}

/** Reads a decimal number; undefined if the text is none. */
export function parseDecimal(text: string): Scaled | number | undefined {
  if (/^[+-]?inf(inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity
  if (/^[+-]?nan$/i.test(text)) return Number.NaN
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text)
  const [, sign, whole = '', fraction = '', exponent = '0'] = match ?? []
  if (!match || whole + fraction === '') return undefined
  const digits = BigInt(whole + fraction)
  return { digits: sign === '-' ? -digits : digits, exponent: Number(exponent) - fraction.length }
}

function fitted(digits: bigint, exponent: number): Scaled {
  let kept = digits
  let power = exponent
  const surplus = Math.max(String(kept).length - 34, -BIAS - power)
  if (surplus > 0) {
    kept = roundHalfEven(kept, 10n ** BigInt(surplus))
    power += surplus
  }
  if (kept > MAX_DIGITS) return { digits: kept / 10n, exponent: power + 1 }
  while (power > MAX_EXPONENT && kept !== 0n && kept * 10n <= MAX_DIGITS) {
    kept *= 10n
    power--
  }
  return { digits: kept, exponent: kept === 0n ? Math.min(power, MAX_EXPONENT) : power }
}

function roundHalfEven(digits: bigint, unit: bigint): bigint {
  const whole = digits / unit
  const twice = (digits % unit) * 2n
  return twice > unit || (twice === unit && whole % 2n === 1n) ? whole + 1n : whole
}

function pack(negative: boolean, bits: bigint): Uint8Array {
  const all = negative ? bits | SIGN : bits
  const bytes = new Uint8Array(16)
  writeInt64(bytes, 0, all)
  writeInt64(bytes, 8, all >> 64n)
  return bytes
}
