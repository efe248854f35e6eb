/** Operators that calculate. */
import { ADD, calculate, MULTIPLY } from '../arithmetic.ts'
import { RANK, TYPE } from '../bson-type.ts'
import { CommandError } from '../command-error.ts'
import type { Value } from '../document.ts'
import { toNumber } from '../numbers.ts'
import { date, int } from '../values.ts'
import { type Operators, strict, typeOf } from './operator.ts'

/** Adds numbers, and at most one date to them. */
function add(operands: Value[], name: string): Value {
  let day: Value | undefined
  let total = int(0)
  for (const value of operands) {
    if (value.type === TYPE.date) {
      if (day) throw new CommandError(16612, `only one date allowed in an ${name} expression`)
      day = value
    } else if (value.rank === RANK.number) total = calculate(ADD, total, value)
    else throw new CommandError(14, `${name} only supports numeric or date types, not ${typeOf(value)}`)
  }
  return day ? date(day.int64 + BigInt(Math.round(toNumber(total)))) : total
}

export const math: Operators = {
  $add: strict(0, Infinity, add),
  $multiply: strict(0, Infinity, (operands, name) =>
    operands.reduce((product, value) => {
      if (value.rank !== RANK.number)
        throw new CommandError(14, `${name} only supports numeric types, not ${typeOf(value)}`)
      return calculate(MULTIPLY, product, value)
    }, int(1)),
  ),
}
