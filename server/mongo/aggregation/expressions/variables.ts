/** Operators that bind variables for a part of the expression, and those that ask for chance. */
import { isIntegral } from '../../bson/arithmetic.ts'
import { RANK, TYPE } from '../../bson/bson-type.ts'
import { describe } from '../../bson/describe.ts'
import type { Value } from '../../bson/document.ts'
import { toNumber } from '../../bson/numbers.ts'
import { isNullish, isTrue } from '../../bson/truth.ts'
import { array, bool, double, NULL } from '../../bson/values.ts'
import { CommandError } from '../../command-error.ts'
import {
  type Context,
  type Expression,
  failure,
  fields,
  type Operators,
  PARAMETERS,
  SPECIFIED,
  typeOf,
  type Variables,
} from './operator.ts'

/** Throws the error for a name that no variable can have; `code` is that of an empty one. */
export function checkVariable(name: string, code: number): void {
  if (name === '') throw new CommandError(code, 'empty variable names are not allowed')
  if (code === 16869 ? !/^[A-Za-z\u0080-\uffff]/.test(name) : !/^([a-z\u0080-\uffff]|CURRENT$)/.test(name))
    throw new CommandError(code + 1, `'${name}' starts with an invalid character for a user variable name`)
  const bad = /[^A-Za-z0-9_\u0080-\uffff]/.exec(name)
  if (bad)
    throw new CommandError(
      code + 2,
      `'${name}' contains an invalid character for a variable name: '${bad[0]}'`,
    )
}

/** The code of an empty name where a variable is bound. */
export const BINDING = 16866

function bind(outer: Variables, name: string, value: Value | undefined): Variables {
  return { root: outer.root, name, value, outer }
}

function within(context: Context, names: readonly string[]): Context {
  for (const name of names) checkVariable(name, BINDING)
  return { ...context, names: [...context.names, ...names] }
}

function letVariables(operand: Value, context: Context, name: string): Expression {
  const [vars, body] = fields(operand, name, 'vars in', PARAMETERS, [16874, 16875, 16876, 16877])
  if (!vars!.isDocument) throw new CommandError(10065, 'invalid parameter: expected an object (vars)')
  const bound = vars!.document.fields.map((field) => ({
    name: field.name,
    make: context.compile(field.value, context),
  }))
  const run = context.compile(
    body!,
    within(
      context,
      bound.map((variable) => variable.name),
    ),
  )
  return (variables) =>
    run(bound.reduce((inner, variable) => bind(inner, variable.name, variable.make(variables)), variables))
}

/** What `$map` and `$filter` share: an array, a name for its elements, a part that is computed for each. */
function overElements(
  operand: Value,
  context: Context,
  name: string,
  names: string,
  codes: readonly number[],
) {
  const [input, as, body, limit] = fields(operand, name, names, PARAMETERS, codes)
  const variable = as?.type === TYPE.string ? as.text : 'this'
  const list = context.compile(input!, context)
  const run = context.compile(body!, within(context, [variable]))
  return {
    limit: limit && context.compile(limit, context),
    run: (variables: Variables, item: Value) => run(bind(variables, variable, item)),
    items(variables: Variables): Value[] | undefined {
      const value = list(variables)
      if (isNullish(value)) return undefined
      if (value.isArray) return value.elements
      throw failure(codes.at(-1)!, 'input to @ must be an array not #', name, typeOf(value))
    },
  }
}

function map(operand: Value, context: Context, name: string): Expression {
  const { run, items } = overElements(
    operand,
    context,
    name,
    'input as? in',
    [16878, 16879, 16880, 16882, 16883],
  )
  return (variables) => {
    const values = items(variables)
    return values ? array(values.map((item) => run(variables, item) ?? NULL)) : NULL
  }
}

function filter(operand: Value, context: Context, name: string): Expression {
  const names = 'input as? cond limit?'
  const { run, items, limit } = overElements(
    operand,
    context,
    name,
    names,
    [28646, 28647, 28648, 28650, 28651],
  )
  return (variables) => {
    const values = items(variables)
    if (!values) return NULL
    const most = limitOf(limit?.(variables), name)
    const kept: Value[] = []
    for (const item of values) {
      if (kept.length === most) break
      if (isTrue(run(variables, item))) kept.push(item)
    }
    return array(kept)
  }
}

function limitOf(value: Value | undefined, name: string): number {
  if (isNullish(value)) return Number.POSITIVE_INFINITY
  if (!isIntegral(value))
    throw failure(327391, '@: limit must be represented as a 32-bit integral value: #', name, describe(value))
  const limit = toNumber(value)
  if (limit > 0) return limit
  throw failure(327392, '@: limit must be greater than 0: #', name, limit)
}

function reduce(operand: Value, context: Context, name: string): Expression {
  const codes = [40075, 40076, 40077, 40078, 40079]
  const [list, initial, body] = fields(operand, name, 'input initialValue in', SPECIFIED, codes)
  const input = context.compile(list!, context)
  const start = context.compile(initial!, context)
  const run = context.compile(body!, within(context, ['this', 'value']))
  return (variables) => {
    const value = input(variables)
    if (isNullish(value)) return NULL
    if (!value.isArray)
      throw failure(40080, "@ requires that 'input' be an array, found: #", name, describe(value))
    return value.elements.reduce(
      (total, item) => run(bind(bind(variables, 'value', total), 'this', item)),
      start(variables),
    )
  }
}

export const variables: Operators = {
  $let: letVariables,
  $map: map,
  $filter: filter,
  $reduce: reduce,
  $rand(operand, { scope }) {
    if (!operand.isDocument || operand.document.fields.length > 0)
      throw new CommandError(3040501, '$rand does not currently accept arguments')
    return () => double(scope.random())
  },
  $sampleRate(operand, { scope }) {
    if (operand.rank !== RANK.number) throw new CommandError(2, '$sampleRate argument must be numeric')
    return () => bool(scope.random() < toNumber(operand))
  },
}
