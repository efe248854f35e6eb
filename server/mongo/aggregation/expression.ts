/**
 * Compiles expressions of the aggregation language: field paths, variables, literal values, objects, arrays and
 * operators. Everything wrong with one is found here, before the first document is looked at.
 */

import { TYPE } from '../bson/bson-type.ts'
import { describe } from '../bson/describe.ts'
import type { Document, Value } from '../bson/document.ts'
import { checkName, splitPath } from '../bson/field-path.ts'
import { array, date, documentOf, NULL, object } from '../bson/values.ts'
import { CommandError, notImplemented } from '../command-error.ts'
import type { Scope } from '../scope.ts'
import { accumulatingOperators } from './accumulators.ts'
import { arrays } from './expressions/arrays.ts'
import { conversions } from './expressions/convert.ts'
import { dateArithmetic } from './expressions/date-arithmetic.ts'
import { dates } from './expressions/dates.ts'
import { logic } from './expressions/logic.ts'
import { math } from './expressions/math.ts'
import { objects } from './expressions/objects.ts'
import {
  type Context,
  constant,
  type Expression,
  fold,
  type Operators,
  type Variables,
} from './expressions/operator.ts'
import { regexes } from './expressions/regexes.ts'
import { sets } from './expressions/sets.ts'
import { strings } from './expressions/strings.ts'
import { checkVariable, variables } from './expressions/variables.ts'

/** Every operator that expressions offer, by name. */
export const operators: Operators = {
  ...accumulatingOperators,
  ...logic,
  ...math,
  ...strings,
  ...regexes,
  ...arrays,
  ...objects,
  ...dates,
  ...dateArithmetic,
  ...sets,
  ...conversions,
  ...variables,
}

/** Operators that mongod has and this server refuses. */
export const REFUSED_OPERATORS: readonly string[] =
  '$accumulator $function $median $meta $percentile $toHashedIndexKey'.split(' ')

/** Whether mongod has an operator of that name. */
export function isOperator(name: string): boolean {
  return Object.hasOwn(operators, name) || REFUSED_OPERATORS.includes(name)
}

/**
 * Compiles an expression that is computed from one document; undefined means missing. `whole` is what it is part of,
 * for the message when a constant part fails. Throws mongod's own errors.
 */
export function compileExpression(
  value: Value,
  scope: Scope,
  whole = 'expression',
): (document: Document) => Value | undefined {
  const expression = compile(value, { scope, names: [], whole, compile })
  return (root) => expression({ root })
}

function compile(value: Value, context: Context): Expression {
  if (value.type === TYPE.string && value.text.startsWith('$')) return compilePath(value.text, context)
  if (value.isArray) return compileArray(value, context)
  return value.isDocument ? compileObject(value, context) : constant(value)
}

function compileArray(value: Value, context: Context): Expression {
  const parts = value.elements.map((element) => compile(element, context))
  return fold(parts, context, (variables) => array(parts.map((part) => part(variables) ?? NULL)))
}

function compileObject(value: Value, context: Context): Expression {
  const { fields } = value.document
  const first = fields[0]?.name
  if (first?.startsWith('$')) return compileOperator(value, first, context)
  const parts = fields.map((field, index) => {
    checkName(field.name)
    if (fields.findIndex((other) => other.name === field.name) < index) {
      throw new CommandError(16406, `duplicate field name specified in object literal: ${describe(value)}`)
    }
    return [field.name, compile(field.value, context)] as const
  })
  return fold(
    parts.map((part) => part[1]),
    context,
    (variables) =>
      object(
        documentOf(
          parts.flatMap(([name, part]) => {
            const made = part(variables)
            return made ? [[name, made] as const] : []
          }),
        ),
      ),
  )
}

function compileOperator(value: Value, name: string, context: Context): Expression {
  const { fields } = value.document
  if (fields.length > 1) {
    throw new CommandError(
      15983,
      `An object representing an expression must have exactly one field: ${describe(value)}`,
    )
  }
  const operator = Object.hasOwn(operators, name) && operators[name]
  if (REFUSED_OPERATORS.includes(name)) throw notImplemented(`the expression ${name}`)
  if (!operator) throw new CommandError(168, `Unrecognized expression '${name}'`)
  return operator(fields[0]!.value, context, name)
}

/** `$a.b` begins at the document, `$$name.a.b` at a variable. */
function compilePath(path: string, context: Context): Expression {
  if (path === '$') throw new CommandError(16872, "'$' by itself is not a valid FieldPath")
  if (!path.startsWith('$$')) return follow(compileVariable('CURRENT', context), splitPath(path.slice(1)))
  const [name, ...steps] = path.slice(2).split('.')
  if (steps.length > 0) splitPath(steps.join('.'))
  checkVariable(name!, 16869)
  return follow(compileVariable(name!, context), steps)
}

function compileVariable(name: string, { scope, names }: Context): Expression {
  if (names.includes(name)) return (variables) => lookUp(variables, name)
  if (scope.variables.has(name)) return () => scope.variables.get(name)
  if (name === 'ROOT' || name === 'CURRENT') return rootOf
  if (name === 'REMOVE') return constant(undefined)
  if (name === 'NOW') return () => date(BigInt(scope.now))
  if (name === 'CLUSTER_TIME' || name === 'USER_ROLES') {
    throw new CommandError(51144, `Builtin variable '$$${name}' is not available`)
  }
  throw new CommandError(17276, `Use of undefined variable: ${name}`)
}

function lookUp(variables: Variables, name: string): Value | undefined {
  let frame: Variables | undefined = variables
  while (frame && frame.name !== name) frame = frame.outer
  return frame?.value
}

function rootOf({ root }: Variables): Value {
  return object(root)
}

function follow(start: Expression, steps: readonly string[]): Expression {
  if (steps.length === 0) return start
  if (start !== rootOf) return fold([start], {} as Context, (variables) => walk(start(variables), steps, 0))
  const first = steps[0]!
  return steps.length === 1 ? ({ root }) => root.get(first) : ({ root }) => walk(root.get(first), steps, 1)
}

/** Documents in an array are walked one by one; what leads nowhere is left out. Indexes don't count as names. */
function walk(value: Value | undefined, steps: readonly string[], at: number): Value | undefined {
  if (at === steps.length || !value) return value
  if (value.isDocument) return walk(value.document.get(steps[at]!), steps, at + 1)
  if (!value.isArray) return undefined
  return array(value.elements.flatMap((element) => (element.isDocument && walk(element, steps, at)) || []))
}
