/** How values become texts, and the moments they stand for. */
import { exactOf } from '../bson/arithmetic.ts'
import { TYPE } from '../bson/bson-type.ts'
import { toHex } from '../bson/bytes.ts'
import { decimalText } from '../bson/decimal.ts'
import type { Value } from '../bson/document.ts'
import { isNullish } from '../bson/truth.ts'
import { CommandError } from '../command-error.ts'
import { typeOf } from './expressions/operator.ts'

/** The text of a value where mongod takes other types for strings; null and missing are empty. */
export function asText(value: Value | undefined): string {
  if (isNullish(value)) return ''
  const convert = TEXTS[value.type]
  if (!convert || value.type === TYPE.bool || value.type === TYPE.objectId)
    throw new CommandError(16007, `can't convert from BSON type ${typeOf(value)} to String`)
  return convert(value)
}

/** A date as mongod writes it. */
export function isoText(time: bigint): string {
  const number = Number(time)
  return Math.abs(number) <= 8.64e15 ? new Date(number).toISOString() : String(time)
}

/** The milliseconds of a date, of a timestamp or of the time an ObjectId was made. */
export function timeOf(value: Value | undefined): bigint {
  if (value?.type === TYPE.date) return value.int64
  if (value?.type === TYPE.timestamp) return BigInt.asUintN(32, value.int64 >> 32n) * 1000n
  if (value?.type === TYPE.objectId) {
    const [a, b, c, d] = value.bytes
    return BigInt((((a! << 24) | (b! << 16) | (c! << 8) | d!) >>> 0) * 1000)
  }
  throw new CommandError(16006, `can't convert from BSON type ${typeOf(value)} to Date`)
}

/** How values of each type become text. */
export const TEXTS: Record<number, (value: Value) => string> = {
  [TYPE.string]: (value) => value.text,
  [TYPE.symbol]: (value) => value.text,
  [TYPE.int]: (value) => String(value.int32),
  [TYPE.long]: (value) => String(value.int64),
  [TYPE.double]: (value) => doubleText(value.double),
  [TYPE.decimal]: (value) => decimalText(exactOf(value)),
  [TYPE.bool]: (value) => String(value.boolean),
  [TYPE.date]: (value) => isoText(value.int64),
  [TYPE.timestamp]: (value) => isoText(timeOf(value)),
  [TYPE.objectId]: (value) => toHex(value.bytes),
}

/** Six digits that count and no more: mongod 7.0 writes doubles as C's `%g` does. */
function doubleText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value < 0 ? '-inf' : 'inf'
  if (Object.is(value, -0)) return '-0'
  const [digits = '', exponent = ''] = value.toExponential(5).split('e')
  const power = Number(exponent)
  if (power >= -4 && power < 6) return String(Number(value.toPrecision(6)))
  const sign = power < 0 ? '-' : '+'
  return `${Number(digits)}e${sign}${String(Math.abs(power)).padStart(2, '0')}`
}
