/** Operators that compare, combine yes and no, and choose between branches. */
import { CommandError } from '../command-error.ts'
import { compareValues } from '../compare.ts'
import type { Value } from '../document.ts'
import { isNullish, isTrue } from '../truth.ts'
import { bool, int } from '../values.ts'
import {
  type Context,
  constant,
  type Expression,
  fields,
  fold,
  type Operator,
  type Operators,
  operandsOf,
  operator,
  typeOf,
} from './operator.ts'

/** Negative, zero or positive. Missing comes before everything, null included. */
export function order(a: Value | undefined, b: Value | undefined, _context: Context): number {
  return a && b ? compareValues(a, b) : Number(!!a) - Number(!!b)
}

function comparison(test: (order: number) => boolean): Operator {
  return operator(2, 2, ([a, b], _name, context) => bool(test(order(a, b, context))))
}

/** `$and` and `$or` stop at the first operand that decides. */
function deciding(decision: boolean): Operator {
  return (operand, context) => {
    const parts = operandsOf(operand).map((part) => context.compile(part, context))
    return fold(parts, context, (variables) =>
      bool(parts.some((part) => isTrue(part(variables)) === decision) === decision),
    )
  }
}

/** The first value that isn't null, or else the last. */
function ifNull(operand: Value, context: Context, name: string): Expression {
  const parts = operandsOf(operand).map((part) => context.compile(part, context))
  if (parts.length < 2) {
    throw new CommandError(1257300, `${name} needs at least two arguments, had: ${parts.length}`)
  }
  return fold(parts, context, (variables) => {
    let value: Value | undefined
    for (const part of parts) {
      value = part(variables)
      if (!isNullish(value)) break
    }
    return value
  })
}

function cond(operand: Value, context: Context, name: string): Expression {
  const parts = operand.isDocument
    ? fields(operand, name, 'if then else', 0, 17083, (field) => [
        17080 + ['if', 'then', 'else'].indexOf(field),
        `Missing '${field}' parameter to ${name}`,
      ]).map((part) => context.compile(part!, context))
    : operandsOf(operand).map((part) => context.compile(part, context))
  if (parts.length !== 3) {
    throw new CommandError(
      16020,
      `Expression ${name} takes exactly 3 arguments. ${parts.length} were passed in.`,
    )
  }
  const [test, then, otherwise] = parts as [Expression, Expression, Expression]
  if (test.constant) return isTrue(test({} as never)) ? then : otherwise
  return (variables) => (isTrue(test(variables)) ? then : otherwise)(variables)
}

function choose(operand: Value, context: Context, name: string): Expression {
  const [list, fallback] = fields(operand, name, 'branches? default?', 40060, 40067)
  if (list && !list.isArray)
    throw new CommandError(40061, `${name} expected an array for 'branches', found: ${typeOf(list)}`)
  const branches = (list?.elements ?? []).map((branch) => {
    if (!branch.isDocument)
      throw new CommandError(40062, `${name} expected each branch to be an object, found: ${typeOf(branch)}`)
    const [test, then] = fields(branch, name, 'case then', 40062, 40063, (field) => [
      field === 'case' ? 40064 : 40065,
      `${name} requires each branch have a '${field}' expression`,
    ])
    return [context.compile(test!, context), context.compile(then!, context)] as const
  })
  if (branches.length === 0) throw new CommandError(40068, `${name} requires at least one branch.`)
  const last = fallback && context.compile(fallback, context)
  return (variables) => {
    for (const [test, then] of branches) if (isTrue(test(variables))) return then(variables)
    if (last) return last(variables)
    throw new CommandError(
      40066,
      `${name} could not find a matching branch for an input, and no default was specified.`,
    )
  }
}

export const logic: Operators = {
  $eq: comparison((order) => order === 0),
  $ne: comparison((order) => order !== 0),
  $gt: comparison((order) => order > 0),
  $gte: comparison((order) => order >= 0),
  $lt: comparison((order) => order < 0),
  $lte: comparison((order) => order <= 0),
  $cmp: operator(2, 2, ([a, b], _name, context) => int(Math.sign(order(a, b, context)))),
  $and: deciding(false),
  $or: deciding(true),
  $not: operator(1, 1, ([value]) => bool(!isTrue(value))),
  $ifNull: ifNull,
  $cond: cond,
  $switch: choose,
  $literal: (operand) => constant(operand),
  $const: (operand) => constant(operand),
}
