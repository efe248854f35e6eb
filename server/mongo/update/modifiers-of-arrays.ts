/** Modifiers that take elements out of arrays or put them in if they aren't there yet. */
import { TYPE, typeName } from '../bson/bson-type.ts'
import type { Collation } from '../bson/collation.ts'
import { compareValues } from '../bson/compare.ts'
import { describe } from '../bson/describe.ts'
import type { Value } from '../bson/document.ts'
import { array, documentOf } from '../bson/values.ts'
import { badValue, CommandError } from '../command-error.ts'
import type { Scope } from '../scope.ts'
import { appended } from './edit.ts'
import { filterDocuments, filterValues } from './element-filter.ts'
import { type CompileModifier, isNumber, wholeNumber } from './modifier.ts'
import type { Modifier } from './update-tree.ts'

/** Names with which a condition on values begins; other names with a dollar belong to conditions on documents. */
const CONDITION = /^\$(all|bits|elemMatch|eq|exists|geo|gte?|in|lte?|mod|ne|near|nin|options|regex|size|type)/

export const addToSet: CompileModifier = (operand, _path, { collation }) => {
  const added: Value[] = []
  for (const value of valuesToAdd(operand)) if (!includes(added, value, collation)) added.push(value)
  return {
    kind: 'modifier',
    change(value, { path }) {
      if (!value.isArray) {
        throw badValue(
          `Cannot apply $addToSet to non-array field. Field named '${path.at(-1)}' has non-array type ${typeName(value.type)}`,
        )
      }
      const { elements } = value
      const missing = added.filter((one) => !includes(elements, one, collation))
      return missing.length === 0 ? value : appended(value, missing)
    },
    create: () => array(added),
  }
}

function valuesToAdd(operand: Value): readonly Value[] {
  const first = operand.isDocument ? operand.document.fields[0] : undefined
  if (first?.name !== '$each') return [operand]
  if (!first.value.isArray) {
    throw new CommandError(
      14,
      `The argument to $each in $addToSet must be an array but it was of type ${typeName(first.value.type)}`,
    )
  }
  if (operand.document.fields.length > 1) {
    throw badValue(`Found unexpected fields after $each in $addToSet: ${describe(operand)}`)
  }
  return first.value.elements
}

function includes(values: readonly Value[], wanted: Value, collation: Collation | undefined): boolean {
  return values.some((value) => compareValues(value, wanted, collation) === 0)
}

export const pop: CompileModifier = (operand, path) => {
  const number = wholeNumber(operand)
  if (number === undefined) {
    throw new CommandError(
      9,
      `Expected ${isNumber(operand) ? 'an integer:' : 'a number in:'} ${path}: ${describe(operand)}`,
    )
  }
  if (number !== 1 && number !== -1) throw new CommandError(9, `$pop expects 1 or -1, found: ${number}`)
  return {
    kind: 'modifier',
    change(value, { path }) {
      if (!value.isArray) {
        throw new CommandError(
          14,
          `Path '${path.join('.')}' contains an element of non-array type '${typeName(value.type)}'`,
        )
      }
      const { elements } = value
      if (elements.length === 0) return value
      return array(number === 1 ? elements.slice(0, -1) : elements.slice(1))
    },
  }
}

export const pull: CompileModifier = (operand, _path, scope) => culling(pullTest(operand, scope))

function pullTest(operand: Value, scope: Scope): (value: Value) => boolean {
  const name = operand.isDocument ? operand.document.fields[0]?.name : undefined
  if (operand.type === TYPE.regex || (name !== undefined && CONDITION.test(name))) {
    return filterValues(documentOf([['', operand]]), '', scope)
  }
  if (operand.isDocument) return filterDocuments(operand.document, scope)
  return (value) => compareValues(value, operand, scope.collation) === 0
}

export const pullAll: CompileModifier = (operand, _path, { collation }) => {
  if (!operand.isArray) {
    throw badValue(`$pullAll requires an array argument but was given a ${typeName(operand.type)}`)
  }
  const { elements } = operand
  return culling((value) => includes(elements, value, collation))
}

function culling(goes: (value: Value) => boolean): Modifier {
  return {
    kind: 'modifier',
    change(value) {
      if (!value.isArray) throw badValue('Cannot apply $pull to a non-array value')
      const { elements } = value
      const kept = elements.filter((element) => !goes(element))
      return kept.length === elements.length ? value : array(kept)
    },
  }
}
