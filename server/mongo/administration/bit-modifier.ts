/** `$bit`: combines the bits of a field with others. */

import { TYPE, typeName } from '../bson/bson-type.ts'
import { describe } from '../bson/describe.ts'
import type { Value } from '../bson/document.ts'
import { int, long } from '../bson/values.ts'
import { badValue } from '../command-error.ts'
import { bitsOf, type CompileModifier, describeId, isSame } from '../update/modifier.ts'

const BIT_OPERATIONS: Record<string, (a: bigint, b: bigint) => bigint> = {
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
}

/** `{ $bit: { a: { or: 4 } } }`. Throws mongod's own errors. */
export const combineBits: CompileModifier = (operand) => {
  const format = '{$bit: {field: {and/or/xor: #}}'
  if (!operand.isDocument) {
    throw badValue(
      `The $bit modifier is not compatible with a ${typeName(operand.type)}. You must pass in an embedded document: ${format}`,
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
          `Cannot apply $bit to a value of non-integral type.${describeId(root).slice(1, -1)} has the field ${path.at(-1)} of non-integer type ${typeName(value.type)}`,
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
      `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}' which is an unknown operator: {${name}: ${describe(mask)}}`,
    )
  }
  const bits = bitsOf(mask)
  if (bits === undefined) {
    throw badValue(
      `The $bit modifier field must be an Integer(32/64 bit); a '${typeName(mask.type)}' is not supported here: {${name}: ${describe(mask)}}`,
    )
  }
  return (value) => {
    const made = operation(bitsOf(value)!, bits)
    return value.type === TYPE.int && mask.type === TYPE.int ? int(Number(made)) : long(made)
  }
}
