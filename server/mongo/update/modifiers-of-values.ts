/** Modifiers that give a field another value: set, unset, compare, calculate, combine bits, tell the time. */
import { ADD, calculate, MULTIPLY, type Operation } from '../bson/arithmetic.ts'
import { TYPE } from '../bson/bson-type.ts'
import { compareValues } from '../bson/compare.ts'
import type { Document, Value } from '../bson/document.ts'
import { date, int, long, timestamp } from '../bson/values.ts'
import { badValue, CommandError } from '../command-error.ts'
import type { Scope } from '../scope.ts'
import {
  bitsOf,
  type CompileModifier,
  describeField,
  describeId,
  isNumber,
  isSame,
  typeOf,
} from './modifier.ts'

/** `$set`, and half of `$rename`. */
export const set: CompileModifier = (operand) => ({
  kind: 'modifier',
  change: (value) => (isSame(value, operand) ? value : operand),
  create: () => operand,
})

export const unset: CompileModifier = () => ({
  kind: 'modifier',
  change: () => undefined,
  lenient: true,
})

export const setOnInsert: CompileModifier = (operand) => ({
  kind: 'modifier',
  change: (value, { insert }) => (insert && !isSame(value, operand) ? operand : value),
  create: ({ insert }) => (insert ? operand : undefined),
})

/** `$min` and `$max`: the operand wins if it is before (-1) or after (1) the value. */
export function extreme(wanted: -1 | 1): CompileModifier {
  return (operand, _path, { collation }) => ({
    kind: 'modifier',
    change: (value) => (compareValues(operand, value, collation) * wanted > 0 ? operand : value),
    create: () => operand,
  })
}

function arithmetic(operation: Operation, verb: string, fresh: (operand: Value) => Value): CompileModifier {
  return (operand, path, _scope, name) => {
    if (!isNumber(operand)) {
      throw new CommandError(
        14,
        `Cannot ${verb} with non-numeric argument: {${describeField(path, operand)}}`,
      )
    }
    return {
      kind: 'modifier',
      change(value, { root, path: place }) {
        if (!isNumber(value)) {
          throw new CommandError(
            14,
            `Cannot apply ${name} to a value of non-numeric type. ${describeId(root)} has the field '${place.at(-1)}' of non-numeric type ${typeOf(value)}`,
          )
        }
        const made = combined(operation, operand, value, root, name)
        return isSame(made, value) ? value : made
      },
      create: () => fresh(operand),
    }
  }
}

/** Whole numbers that outgrow 64 bits are an error here, while expressions go on with doubles. */
function combined(operation: Operation, operand: Value, value: Value, root: Document, name: string): Value {
  const made = calculate(operation, value, operand)
  if (made.type === TYPE.double && bitsOf(value) !== undefined && bitsOf(operand) !== undefined) {
    const kind = value.type === TYPE.int ? 'NumberInt' : 'NumberLong'
    throw badValue(
      `Failed to apply ${name} operations to current value ((${kind})${bitsOf(value)}) for document ${describeId(root)}`,
    )
  }
  return made
}

export const increment = arithmetic(ADD, 'increment', (operand) => operand)
export const multiply = arithmetic(MULTIPLY, 'multiply', (operand) => calculate(MULTIPLY, operand, int(0)))

const BIT_OPERATIONS: Record<string, (a: bigint, b: bigint) => bigint> = {
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
}

export const combineBits: CompileModifier = (operand) => {
  const format = '{$bit: {field: {and/or/xor: #}}'
  if (!operand.isDocument) {
    throw badValue(
      `The $bit modifier is not compatible with a ${typeOf(operand)}. You must pass in an embedded document: ${format}`,
    )
  }
  const { fields } = operand.document
  if (fields.length === 0) {
    throw badValue(`You must pass in at least one bitwise operation. The format is: ${format}`)
  }
  const steps = fields.map(({ name, value }) => bitStep(name, value))
  const apply = (value: Value) => steps.reduce((bits, step) => step(bits), value)
  return {
    kind: 'modifier',
    change(value, { root, path }) {
      if (bitsOf(value) === undefined) {
        throw badValue(
          `Cannot apply $bit to a value of non-integral type.${describeId(root).slice(1, -1)} has the field ${path.at(-1)} of non-integer type ${typeOf(value)}`,
        )
      }
      const made = apply(value)
      return isSame(made, value) ? value : made
    },
    create: () => apply(int(0)),
  }
}

function bitStep(name: string, mask: Value): (value: Value) => Value {
  const operation = Object.hasOwn(BIT_OPERATIONS, name) && BIT_OPERATIONS[name]
  if (!operation) {
    throw badValue(
      `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}' which is an unknown operator: {${describeField(name, mask)}}`,
    )
  }
  const bits = bitsOf(mask)
  if (bits === undefined) {
    throw badValue(
      `The $bit modifier field must be an Integer(32/64 bit); a '${typeOf(mask)}' is not supported here: {${describeField(name, mask)}}`,
    )
  }
  return (value) => {
    const made = operation(bitsOf(value)!, bits)
    return value.type === TYPE.int && mask.type === TYPE.int ? int(Number(made)) : long(made)
  }
}

export const currentDate: CompileModifier = (operand, _path, scope) => {
  const make = timeOf(operand)
  return { kind: 'modifier', change: () => make(scope), create: () => make(scope) }
}

function timeOf(operand: Value): (scope: Scope) => Value {
  if (operand.type === TYPE.bool) return dateOf
  if (!operand.isDocument) {
    throw badValue(
      `${typeOf(operand)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}).`,
    )
  }
  let type: string | undefined
  for (const { name, value } of operand.document.fields) {
    if (name !== '$type') throw badValue(`Unrecognized $currentDate option: ${name}`)
    if (value.type === TYPE.string) type = value.text
  }
  if (type === 'date') return dateOf
  if (type === 'timestamp') return timestampOf
  throw badValue(
    "The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}",
  )
}

function dateOf({ now }: Scope): Value {
  return date(BigInt(Math.floor(now)))
}

/** The server's time as a timestamp; milliseconds take the place of a counter within the second. */
export function timestampOf({ now }: Pick<Scope, 'now'>): Value {
  return timestamp(Math.floor(now / 1000), Math.floor(now % 1000) + 1)
}
