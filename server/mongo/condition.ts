/** What a filter demands of one field: a value it equals, or operators such as `{ $gt: 3, $ne: 5 }`. */
import { TYPE } from './bson-type.ts'
import { badValue, notImplemented } from './command-error.ts'
import type { Document, Value } from './document.ts'
import { toNumber } from './numbers.ts'
import { visitPath } from './path.ts'
import { compilePattern } from './pattern.ts'
import { equals, inRange, matches, oneOf, type Test } from './tests.ts'

type Condition = (document: Document) => boolean

/** Operators of mongod that this server lacks. Any other name is an error there too. */
const MISSING = new Set(
  '$all $elemMatch $size $type $mod $bitsAllSet $bitsAllClear $bitsAnySet $bitsAnyClear $geoWithin $geoIntersects $near $nearSphere $within'.split(
    ' ',
  ),
)

/** Compiles the condition on the field at a dotted path. Throws mongod's own error if there's no such operator. */
export function compileCondition(path: string, value: Value): Condition {
  const steps = path.split('.')
  if (value.type === TYPE.regex) return found(steps, matches(value))
  if (!isOperators(value)) return found(steps, equals(value))
  const { fields } = value.document
  const conditions = fields.map((field) =>
    compileOperator(path, steps, field.name, field.value, value.document),
  )
  return conditions.length === 1
    ? conditions[0]!
    : (document) => conditions.every((condition) => condition(document))
}

/** `{ $ref, $id }` begins with a dollar too, but is a reference: a value like others. */
function isOperators(value: Value): boolean {
  if (!value.isDocument) return false
  const { document } = value
  const isReference = document.get('$ref') !== undefined && document.get('$id') !== undefined
  return document.fields[0]?.name.startsWith('$') === true && !isReference
}

function found(steps: string[], test: Test): Condition {
  return (document) => visitPath(document, steps, test)
}

function not(condition: Condition): Condition {
  return (document) => !condition(document)
}

function compileOperator(
  path: string,
  steps: string[],
  operator: string,
  value: Value,
  siblings: Document,
): Condition {
  switch (operator) {
    case '$eq':
      return found(steps, equals(value))
    case '$ne':
      refuseRegex(value, "Can't have regex as arg to $ne.")
      return not(found(steps, equals(value)))
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      refuseRegex(value, `Can't have RegEx as arg to predicate over field '${path}'.`)
      return found(steps, inRange(operator, value))
    case '$in':
      return found(steps, oneOf(elements(operator, value)))
    case '$nin':
      return not(found(steps, oneOf(elements(operator, value))))
    case '$exists':
      return isTrue(value) ? found(steps, isThere) : not(found(steps, isThere))
    case '$not':
      return not(compileNegated(path, value))
    case '$regex':
      return found(steps, compileRegex(value, siblings.get('$options')))
    case '$options':
      if (!siblings.get('$regex')) throw badValue('$options needs a $regex')
      return () => true
  }
  if (MISSING.has(operator)) throw notImplemented(`the operator ${operator}`)
  throw badValue(`unknown operator: ${operator}`)
}

function isThere(value: Value | undefined): boolean {
  return value !== undefined
}

function isTrue(value: Value): boolean {
  if (value.type === TYPE.bool) return value.boolean
  if (value.type === TYPE.null || value.type === TYPE.undefined) return false
  return (
    ![TYPE.double, TYPE.int, TYPE.long, TYPE.decimal].some((type) => type === value.type) ||
    toNumber(value) !== 0
  )
}

function refuseRegex(value: Value, message: string): void {
  if (value.type === TYPE.regex) throw badValue(message)
}

function elements(operator: string, value: Value): Value[] {
  if (!value.isArray) throw badValue(`${operator} needs an array`)
  const nested = value.elements.find(isOperators)
  if (nested) throw badValue(`cannot nest $ under ${operator}`)
  return value.elements
}

function compileNegated(path: string, value: Value): Condition {
  if (value.type !== TYPE.regex && !value.isDocument) throw badValue('$not needs a regex or a document')
  if (value.isDocument && value.document.fields.length === 0) throw badValue('$not cannot be empty')
  const plain = value.isDocument && value.document.fields.find((field) => !field.name.startsWith('$'))
  if (plain) throw badValue(`unknown operator: ${plain.name}`)
  return compileCondition(path, value)
}

function compileRegex(value: Value, options: Value | undefined): Test {
  if (value.type !== TYPE.string && value.type !== TYPE.regex) throw badValue('$regex has to be a string')
  if (options && options.type !== TYPE.string) throw badValue('$options has to be a string')
  const { pattern, flags } = value.type === TYPE.regex ? value.regex : { pattern: value.text, flags: '' }
  const test = compilePattern(pattern, options?.text ?? flags)
  return (candidate) => candidate?.type === TYPE.string && test(candidate.text)
}
