/** `$jsonSchema`: what documents have to be like, in MongoDB's dialect of JSON Schema draft 4. */

import { RANK, TYPE, typeName } from '../bson/bson-type.ts'
import { compareValues, unorderedKey } from '../bson/compare.ts'
import type { Document, Field, Value } from '../bson/document.ts'
import { isNaNValue, toNumber } from '../bson/numbers.ts'
import { int } from '../bson/values.ts'
import { CommandError } from '../command-error.ts'
import { readNonNegative } from '../query/integers.ts'
import { compilePattern } from '../query/pattern.ts'
import { findFault } from '../query/pattern-fault.ts'
import { readTypeName } from '../query/type-set.ts'

/** Says whether a value is as the schema wants it. */
export type Schema = (value: Value) => boolean

type Keyword = (field: Field, siblings: Document) => Schema | undefined

const UNSUPPORTED = new Set(['$ref', '$schema', 'default', 'definitions', 'format', 'id'])
const ZERO = int(0)

/** Compiles a schema. Throws mongod's own errors. */
export function compileSchema(schema: Document): Schema {
  const checks = schema.fields.flatMap((field) => {
    const keyword = Object.hasOwn(KEYWORDS, field.name) ? KEYWORDS[field.name] : undefined
    if (keyword) return keyword(field, schema) ?? []
    throw failed(
      UNSUPPORTED.has(field.name)
        ? `$jsonSchema keyword '${field.name}' is not currently supported`
        : `Unknown $jsonSchema keyword: ${field.name}`,
    )
  })
  return (value) => checks.every((check) => check(value))
}

function failed(message: string): CommandError {
  return new CommandError(9, message)
}

function mismatch({ name }: Field, expected: string): CommandError {
  return new CommandError(14, `$jsonSchema keyword '${name}' must be ${expected}`)
}

/** A check that only looks at values of some rank. */
function among(rank: number, check: Schema): Schema {
  return (value) => value.rank !== rank || check(value)
}

function size(
  rank: number,
  sizeOf: (value: Value) => number,
  isFit: (size: number, limit: number) => boolean,
): Keyword {
  return ({ name, value }) => {
    const limit = Number(readNonNegative(name, value))
    return among(rank, (item) => isFit(sizeOf(item), limit))
  }
}

const atLeast = (size: number, limit: number) => size >= limit
const atMost = (size: number, limit: number) => size <= limit
const countOf = (value: Value) => value.document.fields.length
const lengthOf = (value: Value) => [...value.text].length

function bound(exclusive: string, direction: 1 | -1): Keyword {
  return (field, siblings) => {
    if (field.value.rank !== RANK.number) throw mismatch(field, 'a number')
    const strict = siblings.get(exclusive)?.boolean === true
    return among(RANK.number, (value) => {
      const order = compareValues(value, field.value) * direction
      return !isNaNValue(value) && (order > 0 || (order === 0 && !strict))
    })
  }
}

function exclusive(other: string): Keyword {
  return (field, siblings) => {
    if (field.value.type !== TYPE.bool) throw mismatch(field, 'a boolean')
    if (siblings.get(other)) return undefined
    throw failed(`$jsonSchema keyword '${other}' must be a present if ${field.name} is present`)
  }
}

function types({ name, value }: Field, siblings: Document): Schema {
  if (siblings.get('type') && siblings.get('bsonType')) {
    throw failed("Cannot specify both $jsonSchema keywords 'type' and 'bsonType'")
  }
  const names = value.isArray ? value.elements : [value]
  if (names.some((one) => one.type !== TYPE.string)) {
    throw new CommandError(14, `$jsonSchema keyword '${name}' must be either a string or an array of strings`)
  }
  if (name === 'type' && names.some((one) => one.text === 'integer')) {
    throw failed("$jsonSchema type 'integer' is not currently supported.")
  }
  const bytes = new Set(
    names.flatMap(({ text }) => readTypeName(name === 'type' && text === 'boolean' ? 'bool' : text)),
  )
  return (item) => bytes.has(item.type)
}

function schemas(field: Field): Schema[] {
  if (!field.value.isArray) throw mismatch(field, 'an array')
  const { elements } = field.value
  if (elements.length === 0) throw failed(`$jsonSchema keyword '${field.name}' cannot be an empty array`)
  return elements.map((element) => schemaOf({ ...field, value: element }))
}

function joined(decide: (passed: number, all: number) => boolean): Keyword {
  return (field) => {
    const inner = schemas(field)
    return (value) => decide(inner.filter((schema) => schema(value)).length, inner.length)
  }
}

function schemaOf(field: Field): Schema {
  if (!field.value.isDocument) throw mismatch(field, 'an object')
  return compileSchema(field.value.document)
}

function named(field: Field, make: (field: Field) => Schema): [name: string, schema: Schema][] {
  if (!field.value.isDocument) throw mismatch(field, 'an object')
  return field.value.document.fields.map((inner) => [inner.name, make(inner)])
}

function property(field: Field): Schema {
  if (field.value.isDocument) return compileSchema(field.value.document)
  throw new CommandError(14, `Nested schema for $jsonSchema property '${field.name}' must be an object`)
}

function required(field: Field): Schema {
  if (!field.value.isArray) throw mismatch(field, 'an array')
  const { elements } = field.value
  if (elements.length === 0) throw failed(`$jsonSchema keyword '${field.name}' cannot be an empty array`)
  const names = elements.map((element) => {
    if (element.type === TYPE.string) return element.text
    throw mismatch(field, `an array of strings, but found an element of type ${typeName(element.type)}`)
  })
  return among(RANK.object, ({ document }) => names.every((name) => document.get(name) !== undefined))
}

/** What a schema allows beside that which others name: a schema, or a yes or no. */
function additional(field: Field): Schema {
  if (field.value.type === TYPE.bool) return () => field.value.boolean
  if (field.value.isDocument) return compileSchema(field.value.document)
  throw mismatch(field, 'an object or a boolean')
}

function patterns(field: Field): [finds: (name: string) => boolean, schema: Schema][] {
  return named(field, property).map(([pattern, schema]) => [compilePattern(pattern, '', findFault), schema])
}

function divides(step: Value): Schema {
  return (value) => {
    const quotient = toNumber(value) / toNumber(step)
    return Number.isInteger(Number(quotient.toPrecision(15)))
  }
}

const KEYWORDS: Record<string, Keyword> = {
  title: () => undefined,
  description: () => undefined,
  type: types,
  bsonType: types,
  enum: (field) => {
    if (!field.value.isArray) throw mismatch(field, 'an array')
    const keys = new Set(field.value.elements.map(unorderedKey))
    return (value) => keys.has(unorderedKey(value))
  },
  required,
  properties: (field) => {
    const inner = named(field, property)
    return among(RANK.object, ({ document }) =>
      inner.every(([name, schema]) => {
        const value = document.get(name)
        return value === undefined || schema(value)
      }),
    )
  },
  patternProperties: (field) => {
    const inner = patterns(field)
    return among(RANK.object, ({ document }) =>
      document.fields.every(({ name, value }) =>
        inner.every(([finds, schema]) => !finds(name) || schema(value)),
      ),
    )
  },
  additionalProperties: (field, siblings) => {
    const schema = additional(field)
    const own = siblings.get('properties')
    const others = siblings.get('patternProperties')
    const finds = others ? patterns({ ...field, name: 'patternProperties', value: others }) : []
    return among(RANK.object, ({ document }) =>
      document.fields.every(
        ({ name, value }) => own?.document.get(name) || finds.some(([find]) => find(name)) || schema(value),
      ),
    )
  },
  dependencies: (field) => {
    const inner = named(field, (one) => (one.value.isArray ? required(one) : property(one)))
    return among(RANK.object, (value) =>
      inner.every(([name, schema]) => !value.document.get(name) || schema(value)),
    )
  },
  items: (field) => {
    if (field.value.isArray) {
      const inner = schemas(field)
      return among(RANK.array, ({ elements }) =>
        inner.every((schema, index) => !elements[index] || schema(elements[index])),
      )
    }
    const schema = schemaOf(field)
    return among(RANK.array, ({ elements }) => elements.every(schema))
  },
  additionalItems: (field, siblings) => {
    const [schema, items] = [additional(field), siblings.get('items')]
    const first = items?.isArray ? countOf(items) : Number.POSITIVE_INFINITY
    return among(RANK.array, ({ elements }) => elements.slice(first).every(schema))
  },
  minimum: bound('exclusiveMinimum', 1),
  maximum: bound('exclusiveMaximum', -1),
  exclusiveMinimum: exclusive('minimum'),
  exclusiveMaximum: exclusive('maximum'),
  multipleOf: (field) => {
    if (field.value.rank !== RANK.number) throw mismatch(field, 'a number')
    if (compareValues(field.value, ZERO) <= 0)
      throw failed("$jsonSchema keyword 'multipleOf' must have a positive value")
    return among(RANK.number, divides(field.value))
  },
  minLength: size(RANK.string, lengthOf, atLeast),
  maxLength: size(RANK.string, lengthOf, atMost),
  pattern: (field) => {
    if (field.value.type !== TYPE.string) throw mismatch(field, 'a string')
    const finds = compilePattern(field.value.text, '', findFault)
    return among(RANK.string, (value) => finds(value.text))
  },
  minItems: size(RANK.array, countOf, atLeast),
  maxItems: size(RANK.array, countOf, atMost),
  uniqueItems: (field) => {
    if (field.value.type !== TYPE.bool) throw mismatch(field, 'a boolean')
    if (!field.value.boolean) return undefined
    return among(RANK.array, ({ elements }) => new Set(elements.map(unorderedKey)).size === elements.length)
  },
  minProperties: size(RANK.object, countOf, atLeast),
  maxProperties: size(RANK.object, countOf, atMost),
  allOf: joined((passed, all) => passed === all),
  anyOf: joined((passed) => passed > 0),
  oneOf: joined((passed) => passed === 1),
  not: (field) => {
    const schema = schemaOf(field)
    return (value) => !schema(value)
  },
}
