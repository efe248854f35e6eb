/** Sums and means of many numbers: exact for whole numbers and decimals, compensated for doubles, as in mongod. */
import { ADD, calculate, divide, wholeNumber, wholeOf } from '../bson/arithmetic.ts'
import { RANK, TYPE } from '../bson/bson-type.ts'
import type { Value } from '../bson/document.ts'
import { toNumber } from '../bson/numbers.ts'
import { decimal, double, int, NULL } from '../bson/values.ts'

type Values = readonly (Value | undefined)[]

/** Those that are numbers. */
export function numbersIn(values: Values): Value[] {
  return values.filter((value) => value?.rank === RANK.number) as Value[]
}

/** The sum of the numbers among values, in the widest of their kinds. */
export function sum(values: Values): Value {
  const numbers = numbersIn(values)
  const ofType = (type: number) => numbers.filter((value) => value.type === type)
  const longs = ofType(TYPE.long)
  const whole = [...ofType(TYPE.int), ...longs].reduce((total, value) => total + wholeOf(value), 0n)
  const doubles = ofType(TYPE.double).map((value) => value.double)
  const decimals = ofType(TYPE.decimal)
  if (decimals.length > 0) {
    const rest = [decimal({ digits: whole, exponent: 0 })]
    if (doubles.length > 0) rest.push(double(sumDoubles(doubles)))
    return [...rest, ...decimals].reduce((total, value) => calculate(ADD, total, value))
  }
  if (doubles.length > 0) return double(sumDoubles([...doubles, Number(whole)]))
  return wholeNumber(whole, longs.length === 0)
}

/** What each addition rounds away is kept beside the total and added at the end. */
function sumDoubles(numbers: readonly number[]): number {
  let total = 0
  let lost = 0
  for (const number of numbers) {
    const next = total + number
    lost += Math.abs(total) >= Math.abs(number) ? total - next + number : number - next + total
    total = next
  }
  return Number.isFinite(total) ? total + lost : total
}

/** The mean of the numbers among values; null if there are none. */
export function average(values: Values): Value {
  const numbers = numbersIn(values)
  return numbers.length === 0 ? NULL : divide(sum(numbers), int(numbers.length))
}

/** The standard deviation of the numbers among values; null for too few of them. `spare` is 1 for a sample. */
export function deviation(values: Values, spare: number): Value {
  const numbers = numbersIn(values).map(toNumber)
  if (numbers.length <= spare) return NULL
  const mean = sumDoubles(numbers) / numbers.length
  const squares = sumDoubles(numbers.map((number) => (number - mean) ** 2))
  return double(Math.sqrt(squares / (numbers.length - spare)))
}
