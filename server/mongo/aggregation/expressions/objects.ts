/** Operators on documents: their fields as values, and documents out of pairs. */

import { TYPE } from '../../bson/bson-type.ts'
import { describe } from '../../bson/describe.ts'
import type { Value } from '../../bson/document.ts'
import { isNullish } from '../../bson/truth.ts'
import { array, documentOf, NULL, object, text } from '../../bson/values.ts'
import { CommandError } from '../../command-error.ts'
import {
  type Context,
  type Expression,
  failure,
  fields,
  type Operators,
  operator,
  SPECIFIED,
  typeOf,
  unary,
  type Wording,
} from './operator.ts'

type Pair = readonly [name: string, value: Value]

/** The later of two fields with one name wins, at the place of the first. */
export function merged(documents: readonly Value[]): Value {
  const pairs = new Map<string, Value>()
  for (const { document } of documents)
    for (const field of document.fields) pairs.set(field.name, field.value)
  return object(documentOf(pairs))
}

function mergeObjects(operands: (Value | undefined)[], name: string): Value {
  const [only] = operands
  const given = operands.length === 1 && only?.isArray ? only.elements : operands
  const documents = given.filter((value) => !isNullish(value)) as Value[]
  return mergeChecked(documents, name)
}

/** Merges what has to be documents. */
export function mergeChecked(documents: readonly Value[], name: string): Value {
  for (const value of documents) {
    if (!value.isDocument)
      throw failure(
        40400,
        `@ requires object inputs, but input # is of type ${typeOf(value)}`,
        name,
        describe(value),
      )
  }
  return merged(documents)
}

function pairOfArray(item: Value, name: string): Pair {
  if (!item.isArray)
    throw failure(
      40396,
      '@ requires a consistent input format. Elements mustall be arrays or all be objects. Array was detected, now found: #',
      name,
      typeOf(item),
    )
  const [key, value, ...more] = item.elements
  if (!value || more.length > 0)
    throw failure(
      40397,
      '@ requires an array of size 2 arrays,found array of size: #',
      name,
      item.elements.length,
    )
  if (key!.type !== TYPE.string)
    throw failure(
      40395,
      '@ requires an array of key-value pairs, where the key must be of type string. Found key type: #',
      name,
      typeOf(key),
    )
  return [key!.text, value]
}

function pairOfObject(item: Value, name: string): Pair {
  if (!item.isDocument)
    throw failure(
      40391,
      '@ requires a consistent input format. Elements mustall be arrays or all be objects. Object was detected, now found: #',
      name,
      typeOf(item),
    )
  const { document } = item
  if (document.fields.length !== 2)
    throw failure(
      40392,
      "@ requires an object keys of 'k' and 'v'. Found incorrect number of keys:#",
      name,
      document.fields.length,
    )
  const key = document.get('k')
  const value = document.get('v')
  if (!key || !value)
    throw failure(
      40393,
      "@ requires an object with keys 'k' and 'v'. Missing either or both keys from: #",
      name,
      describe(item),
    )
  if (key.type !== TYPE.string)
    throw failure(
      40394,
      "@ requires an object with keys 'k' and 'v', where the value of 'k' must be of type string. Found type: #",
      name,
      typeOf(key),
    )
  return [key.text, value]
}

function arrayToObject(value: Value, name: string): Value {
  if (!value.isArray) throw failure(40386, '@ requires an array input, found: #', name, typeOf(value))
  const [first] = value.elements
  if (first && !first.isArray && !first.isDocument)
    throw failure(40398, 'Unrecognised input type format for @: #', name, typeOf(first))
  const read = first?.isArray ? pairOfArray : pairOfObject
  const pairs = value.elements.map((item) => read(item, name))
  if (pairs.some(([key]) => key.includes('\0')))
    throw new CommandError(4940400, 'Key field cannot contain an embedded null byte')
  return object(documentOf(new Map(pairs)))
}

/** A field's name has to be a constant text; a path there is most likely a mistake. */
function constantName(value: Value, codes: readonly number[], context: Context, name: string): string {
  if (value.type === TYPE.string && value.text.startsWith('$')) {
    throw failure(
      codes[0]!,
      "'#' is a field path reference which is not allowed in this context. Did you mean {$literal: '#'}?".replaceAll(
        '#',
        () => value.text,
      ),
      name,
    )
  }
  const part = context.compile(value, context)
  if (!part.constant)
    throw failure(
      codes[1]!,
      "@ requires 'field' to evaluate to a constant, but got a non-constant argument",
      name,
    )
  const made = part({} as never)
  if (made?.type !== TYPE.string)
    throw failure(codes[2]!, "@ requires 'field' to evaluate to type String, but got #", name, typeOf(made))
  return made.text
}

function getField(operand: Value, context: Context, name: string): Expression {
  const bare = !operand.isDocument || operand.document.fields[0]?.name.startsWith('$')
  const [field, given] = bare
    ? [operand, text('$$CURRENT')]
    : fields(operand, name, 'field input', SPECIFIED, [0, 3041701, 3041702, 3041703])
  const key = constantName(field!, [5654600, 5654601, 5654602], context, name)
  const input = context.compile(given!, context)
  return (variables) => {
    const value = input(variables)
    if (value && isNullish(value)) return NULL
    return value?.isDocument ? value.document.get(key) : undefined
  }
}

const FIELD_WORDING: Wording = ['@ only supports an object as its argument', SPECIFIED[1], SPECIFIED[2]]

/** `$setField` and, with nothing as the value, `$unsetField`. */
function setField(operand: Value, context: Context, name: string): Expression {
  const setting = name === '$setField'
  const names = setting ? 'field value input' : 'field input'
  const codes = setting ? [4161102, 4161103, 4161109] : [4161102, 4161109]
  const parts = fields(operand, name, names, FIELD_WORDING, [4161100, 4161101, ...codes])
  const key = constantName(parts[0]!, [4161108, 4161106, 4161107], context, name)
  const input = context.compile(parts.at(-1)!, context)
  const make = setting ? context.compile(parts[1]!, context) : () => undefined
  return (variables) => {
    const value = input(variables)
    if (isNullish(value)) return NULL
    if (!value.isDocument)
      throw failure(4161105, "$setField requires 'input' to evaluate to type Object", name)
    const pairs = new Map(value.document.fields.map((field) => [field.name, field.value]))
    const made = make(variables)
    if (made) pairs.set(key, made)
    else pairs.delete(key)
    return object(documentOf(pairs))
  }
}

export const objects: Operators = {
  $mergeObjects: operator(0, Infinity, mergeObjects),
  $objectToArray: unary((value, name) => {
    if (!value.isDocument) throw failure(40390, '@ requires a document input, found: #', name, typeOf(value))
    return array(
      value.document.fields.map((field) =>
        object(
          documentOf([
            ['k', text(field.name)],
            ['v', field.value],
          ]),
        ),
      ),
    )
  }),
  $arrayToObject: unary(arrayToObject),
  $getField: getField,
  $setField: setField,
  $unsetField: setField,
}
