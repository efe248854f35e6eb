/** Operators that compare, combine yes and no, and choose between branches. */
import { compareValues } from '../../bson/compare.ts'
import type { Value } from '../../bson/document.ts'
import { isNullish, isTrue } from '../../bson/truth.ts'
import { bool, int } from '../../bson/values.ts'
import {
  type Context,
  constant,
  type Expression,
  failure,
  fields,
  fold,
  type Operator,
  type Operators,
  operandsOf,
  operator,
  PARAMETERS,
  SPECIFIED,
  typeOf,
  type Wording,
} from './operator.ts'

/** Negative, zero or positive. Missing comes before everything, null included. */
export function order(a: Value | undefined, b: Value | undefined, context: Context): number {
  return a && b ? compareValues(a, b, context.scope.collation) : Number(!!a) - Number(!!b)
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
    throw failure(1257300, '@ needs at least two arguments, had: #', name, parts.length)
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

const condList = operator(3, 3, () => undefined)

function cond(operand: Value, context: Context, name: string): Expression {
  if (!operand.isDocument) condList(operand, context, name)
  const parts = operand.isDocument
    ? fields(operand, name, 'if then else', PARAMETERS, [0, 17083, 17080, 17081, 17082])
    : operandsOf(operand)
  const [test, then, otherwise] = parts.map((part) => context.compile(part!, context))
  if (test!.constant) return isTrue(test!({} as never)) ? then! : otherwise!
  return (variables) => (isTrue(test!(variables)) ? then! : otherwise!)(variables)
}

function readBranch(branch: Value, context: Context, name: string): [Expression, Expression] {
  if (!branch.isDocument)
    throw failure(40062, '@ expected each branch to be an object, found: #', name, typeOf(branch))
  const wording: Wording = ['', '@ found an unknown argument to a branch: #', '']
  const [test, then] = fields(branch, name, 'case? then?', wording, [0, 40063])
  if (!test) throw failure(40064, "@ requires each branch have a 'case' expression", name)
  if (!then) throw failure(40065, "@ requires each branch have a 'then' expression.", name)
  return [context.compile(test, context), context.compile(then, context)]
}

function choose(operand: Value, context: Context, name: string): Expression {
  const [list, fallback] = fields(operand, name, 'branches? default?', SPECIFIED, [40060, 40067])
  if (list && !list.isArray)
    throw failure(40061, "@ expected an array for 'branches', found: #", name, typeOf(list))
  const branches = (list?.elements ?? []).map((branch) => readBranch(branch, context, name))
  if (branches.length === 0) throw failure(40068, '@ requires at least one branch.', name)
  const last = fallback && context.compile(fallback, context)
  return (variables) => {
    for (const [test, then] of branches) if (isTrue(test(variables))) return then(variables)
    if (last) return last(variables)
    throw failure(
      40066,
      '@ could not find a matching branch for an input, and no default was specified.',
      name,
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
