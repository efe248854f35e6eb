/**
 * What an operator of an expression is, and how most are made: a number of operands, a rule for null and a small
 * function over values. What differs (variables, branches, named operands) is built from the same parts.
 */
import { typeName } from '../../bson/bson-type.ts'
import type { Document, Value } from '../../bson/document.ts'
import { isNullish } from '../../bson/truth.ts'
import { NULL } from '../../bson/values.ts'
import { CommandError } from '../../command-error.ts'
import type { Scope } from '../../scope.ts'

/** The document at hand and the variables bound around an expression, innermost first. */
export interface Variables {
  readonly root: Document
  readonly name?: string
  readonly value?: Value | undefined
  readonly outer?: Variables
}

/** Computes a value; undefined means missing. `constant` marks what needs no document. */
export interface Expression {
  (variables: Variables): Value | undefined
  constant?: true
}

/** What is known while an expression is compiled. */
export interface Context {
  readonly scope: Scope
  /** Variables that are bound around the expression. */
  readonly names: readonly string[]
  /** What the expression is part of, for the message when a constant part fails. */
  readonly whole: string
  compile(value: Value, context: Context): Expression
}

/** Compiles what stands beside an operator's name. */
export type Operator = (operand: Value, context: Context, name: string) => Expression
export type Operators = Readonly<Record<string, Operator>>

/** Computes from operands; the operator's name is for messages. */
export type Apply = (operands: (Value | undefined)[], name: string, context: Context) => Value | undefined
/** The same where no operand is null or missing. */
export type ApplyStrict = (operands: Value[], name: string, context: Context) => Value | undefined

const EMPTY = {} as Variables

export function constant(value: Value | undefined): Expression {
  return Object.assign(() => value, { constant: true as const })
}

/** `run` as it is, or its value at once if all `parts` are constant. */
export function fold(
  parts: readonly (Expression | undefined)[],
  context: Context,
  run: Expression,
): Expression {
  if (!parts.every((part) => !part || part.constant)) return run
  try {
    return constant(run(EMPTY))
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    const message = `Failed to optimize ${context.whole} :: caused by :: ${error.message}`
    throw new CommandError(error.code, message, error.extra)
  }
}

/** The operands: the elements of an array, or the only one. */
export function operandsOf(operand: Value): Value[] {
  return operand.isArray ? operand.elements : [operand]
}

/** An operator of `least` to `most` operands. */
export function operator(least: number, most: number, apply: Apply): Operator {
  return (operand, context, name) => {
    const operands = operandsOf(operand)
    checkCount(operands.length, least, most, name)
    const parts = operands.map((part) => context.compile(part, context))
    return fold(parts, context, (variables) =>
      apply(
        parts.map((part) => part(variables)),
        name,
        context,
      ),
    )
  }
}

/** An operator that is null as soon as one operand is null or missing. */
export function strict(least: number, most: number, apply: ApplyStrict): Operator {
  return operator(least, most, (operands, name, context) =>
    operands.some(isNullish) ? NULL : apply(operands as Value[], name, context),
  )
}

/** A strict operator of one operand. */
export function unary(apply: (value: Value, name: string) => Value | undefined): Operator {
  return strict(1, 1, ([value], name) => apply(value!, name))
}

function checkCount(count: number, least: number, most: number, name: string): void {
  if (count >= least && count <= most) return
  if (least === most) {
    throw new CommandError(
      16020,
      `Expression ${name} takes exactly ${least} arguments. ${count} were passed in.`,
    )
  }
  throw new CommandError(
    28667,
    `Expression ${name} takes at least ${least} arguments${Number.isFinite(most) ? `, and at most ${most}` : ''}, but ${count} were passed in.`,
  )
}

/** The type of a value as messages name it. */
export function typeOf(value: Value | undefined): string {
  return value ? typeName(value.type) : 'missing'
}

/** How a family of operators words its errors: not an object, an unknown operand, a missing one. */
export type Wording = readonly [notObject: string, unknown: string, missing: string]

const ONLY = '@ only supports an object as its argument'
const MISSING = "Missing '#' parameter to @"
const UNKNOWN = '@ found an unknown argument: #'
export const PARAMETERS: Wording = [ONLY, 'Unrecognized parameter to @: #', MISSING]
export const ARGUMENTS: Wording = [ONLY, 'Unrecognized argument to @: #', MISSING]
export const SPECIFIED: Wording = [
  '@ requires an object as an argument, found: #',
  UNKNOWN,
  "@ requires '#' to be specified",
]
export const FIELDS: Wording = [
  '@ only supports an object as an argument, found #',
  UNKNOWN,
  "@ requires an '#' field",
]
export const NAMED: Wording = [
  '@ expects an object of named arguments but found: #',
  UNKNOWN,
  "@ requires '#' parameter",
]

/** The error of this code; in the message `@` stands for the operator's name and `#` for a detail. */
export function failure(code: number, message: string, name: string, detail: unknown = ''): CommandError {
  return new CommandError(
    code,
    message.replace('@', () => name).replace('#', () => String(detail)),
  )
}

/**
 * The operands that an operator takes by name, in the order of `names` (`input as? in`; with a question mark they
 * need not be there). `codes` are those of the errors: not an object, an unknown operand, then each required one.
 */
export function fields(
  operand: Value,
  name: string,
  names: string,
  wording: Wording,
  codes: readonly number[],
): (Value | undefined)[] {
  if (!operand.isDocument) throw failure(codes[0]!, wording[0], name, typeOf(operand))
  const known = names.split(' ')
  for (const field of operand.document.fields) {
    if (!known.includes(field.name) && !known.includes(`${field.name}?`))
      throw failure(codes[1]!, wording[1], name, field.name)
  }
  let required = 2
  return known.map((field) => {
    const value = operand.document.get(field.replace('?', ''))
    if (field.endsWith('?')) return value
    const code = codes[required++] ?? codes[1]!
    if (!value) throw failure(code, wording[2], name, field)
    return value
  })
}

/** An operator that takes its operands by name. One that isn't given is undefined, one that is missing is null. */
export function named(names: string, wording: Wording, codes: readonly number[], apply: Apply): Operator {
  return (operand, context, name) => {
    const parts = fields(operand, name, names, wording, codes).map(
      (part) => part && context.compile(part, context),
    )
    return fold(parts, context, (variables) =>
      apply(
        parts.map((part) => part && (part(variables) ?? NULL)),
        name,
        context,
      ),
    )
  }
}
