/** `$push`: values at the end of an array or at a position, which may then be sorted and cut. */

import { typeName } from '../bson/bson-type.ts'
import type { Collation } from '../bson/collation.ts'
import { compareValues } from '../bson/compare.ts'
import type { Field, Value } from '../bson/document.ts'
import { toNumber } from '../bson/numbers.ts'
import { array, NULL } from '../bson/values.ts'
import { badValue } from '../command-error.ts'
import { appended, indexOf } from './edit.ts'
import { type CompileModifier, describeId, isNumber, wholeNumber } from './modifier.ts'

interface Push {
  values: readonly Value[]
  sort?: (a: Value, b: Value) => number
  slice?: number
  position?: number
}

type Clause = (value: Value, push: Push, collation: Collation | undefined) => void

const CLAUSES: Record<string, Clause> = {
  $each(value, push) {
    if (!value.isArray) {
      throw badValue(
        `The argument to $each in $push must be an array but it was of type: ${typeName(value.type)}`,
      )
    }
    push.values = value.elements
  },
  $slice(value, push) {
    push.slice = whole(value, 'The value for $slice must be an integer value but was given type:')
  },
  $position(value, push) {
    push.position = whole(value, 'The value for $position must be an integer value, not of type:')
  },
  $sort(value, push, collation) {
    push.sort = compileOrder(value, collation)
  },
}

export const push: CompileModifier = (operand, _path, { collation }) => {
  const { values, sort, slice, position } = readPush(operand, collation)
  const apply = (old: Value) => {
    if (!sort && slice === undefined && position === undefined) return appended(old, values)
    const before = old.elements
    const at = position ?? before.length
    const elements = before.slice(0, at).concat(values, before.slice(at))
    if (sort) elements.sort(sort)
    if (slice === undefined) return array(elements)
    return array(slice < 0 ? elements.slice(slice) : elements.slice(0, slice))
  }
  return {
    kind: 'modifier',
    change(value, { root, path }) {
      if (!value.isArray) {
        throw badValue(
          `The field '${path.join('.')}' must be an array but is of type ${typeName(value.type)} in document ${describeId(root, 'no id')}`,
        )
      }
      const idle = values.length === 0 && !sort
      const fits = slice === undefined || value.elements.length <= Math.abs(slice)
      return idle && fits ? value : apply(value)
    },
    create: () => apply(array([])),
  }
}

function readPush(operand: Value, collation: Collation | undefined): Push {
  const result: Push = { values: [operand] }
  if (!operand.isDocument || !operand.document.get('$each')) return result
  const seen = new Set<string>()
  for (const { name, value } of operand.document.fields) {
    const clause = Object.hasOwn(CLAUSES, name) && CLAUSES[name]
    if (!clause) throw badValue(`Unrecognized clause in $push: ${name}`)
    if (seen.has(name)) throw badValue(`Only one ${name} is supported.`)
    seen.add(name)
    clause(value, result, collation)
  }
  return result
}

function whole(value: Value, problem: string): number {
  const number = wholeNumber(value)
  if (number === undefined) throw badValue(`${problem} ${typeName(value.type)}`)
  return number
}

function compileOrder(value: Value, collation: Collation | undefined): (a: Value, b: Value) => number {
  if (isNumber(value)) {
    const sign = direction(value, '$sort')
    return (a, b) => compareValues(a, b, collation) * sign
  }
  if (!value.isDocument) {
    throw badValue(
      'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields',
    )
  }
  const { fields } = value.document
  if (fields.length === 0) throw badValue('The sort pattern is empty when it should be a set of fields.')
  const keys = fields.map((field) => ({ sign: direction(field.value, 'sort'), steps: stepsOf(field) }))
  return (a, b) => {
    for (const { sign, steps } of keys) {
      const order = compareValues(valueAt(a, steps), valueAt(b, steps), collation)
      if (order !== 0) return order * sign
    }
    return 0
  }
}

function direction(value: Value, what: string): number {
  const number = isNumber(value) ? toNumber(value) : 0
  if (Math.abs(number) !== 1) throw badValue(`The ${what} element value must be either 1 or -1`)
  return number
}

function stepsOf({ name }: Field): string[] {
  if (name === '') throw badValue('The sort field cannot be empty')
  const steps = name.split('.')
  if (steps.includes('')) {
    throw badValue(`The sort field is a dotted field but has an empty part: ${name}`)
  }
  return steps
}

/** Follows names in documents and indexes in arrays; what isn't there sorts as null. */
function valueAt(element: Value, steps: readonly string[]): Value {
  let value: Value | undefined = element.isDocument ? element : undefined
  for (const step of steps) {
    if (value?.isArray) value = value.elements[indexOf(step) ?? -1]
    else value = value?.isDocument ? value.document.get(step) : undefined
  }
  return value ?? NULL
}
