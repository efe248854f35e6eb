/** Modifiers that give a field another value: set, unset, compare, calculate, tell the time. */

import { ADD, calculate, MULTIPLY, type Operation } from '../bson/arithmetic.ts'
import { TYPE, typeName } from '../bson/bson-type.ts'
import { compareValues } from '../bson/compare.ts'
import { describe } from '../bson/describe.ts'
import type { Document, Value } from '../bson/document.ts'
import { date, int, timestamp } from '../bson/values.ts'
import { badValue, CommandError } from '../command-error.ts'
import type { Scope } from '../scope.ts'
import { bitsOf, type CompileModifier, describeId, isNumber, isSame } from './modifier.ts'

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
      throw new CommandError(14, `Cannot ${verb} with non-numeric argument: {${path}: ${describe(operand)}}`)
    }
    return {
      kind: 'modifier',
      change(value, { root, path: place }) {
        if (!isNumber(value)) {
          throw new CommandError(
            14,
            `Cannot apply ${name} to a value of non-numeric type. ${describeId(root)} has the field '${place.at(-1)}' of non-numeric type ${typeName(value.type)}`,
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

export const currentDate: CompileModifier = (operand, _path, scope) => {
  const make = timeOf(operand)
  return { kind: 'modifier', change: () => make(scope), create: () => make(scope) }
}

function timeOf(operand: Value): (scope: Scope) => Value {
  if (operand.type === TYPE.bool) return dateOf
  if (!operand.isDocument) {
    throw badValue(
      `${typeName(operand.type)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}).`,
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
