/** Whole numbers that operators of filters are given, and what mongod says of other values. */
import { RANK, TYPE } from '../bson/bson-type.ts'
import { describe } from '../bson/describe.ts'
import type { Value } from '../bson/document.ts'
import { toNumber, toWhole } from '../bson/numbers.ts'
import { badValue, CommandError } from '../command-error.ts'

/** What `read` returns; its error becomes BadValue, with more words before. */
export function asBadValue<Result>(words: string, read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    throw error instanceof CommandError ? badValue(`${words}. ${error.message}`) : error
  }
}

/** A whole number of 64 bits that isn't negative. Throws mongod's own errors, which name the field `name`. */
export function readNonNegative(name: string, value: Value): bigint {
  const number = readInteger(name, value)
  if (number >= 0n) return number
  throw new CommandError(9, `Expected a non-negative number in: ${name}: ${describe(value)}`)
}

/** A whole number of 64 bits. Throws mongod's own errors, which name the field `name`. */
export function readInteger(name: string, value: Value): bigint {
  const about = `${name}: ${describe(value)}`
  const fail = (message: string) => new CommandError(9, `${message}: ${about}`)
  if (value.rank !== RANK.number) throw fail('Expected a number in')
  const number = toNumber(value)
  if (Number.isNaN(number)) throw fail('Expected an integer, but found NaN in')
  const whole = toWhole(value, true)
  if (whole !== undefined) return whole
  throw fail(
    value.type === TYPE.double && Math.abs(number) < 2 ** 63
      ? 'Expected an integer'
      : 'Cannot represent as a 64-bit integer',
  )
}
