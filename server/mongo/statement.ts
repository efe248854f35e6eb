/** Reads the statements of `update` and `delete`, and refuses fields they don't have, in mongod's own words. */
import { documentsArgument, required, scopeOf } from './arguments.ts'
import { TYPE, typeName } from './bson-type.ts'
import type { Call } from './command.ts'
import { CommandError } from './command-error.ts'
import type { Document, Value } from './document.ts'
import type { Scope } from './scope.ts'
import { documentOf } from './values.ts'

/** The fields of a statement: the type each must have, `any` if that isn't checked here. */
export type StatementFields = Readonly<Record<string, 'object' | 'array' | 'bool' | 'any'>>

/** Reads an array of statements; those named in `needed` must have these fields. Throws mongod's errors. */
export function statementsOf(
  call: Call,
  name: string,
  fields: StatementFields,
  needed: readonly string[],
): readonly Document[] {
  const statements = documentsArgument(call, name)
  for (const statement of statements) {
    for (const field of statement.fields) {
      checkType(`${call.name}.${name}.${field.name}`, fields[field.name], field.value)
    }
    const missing = needed.find((field) => !statement.get(field))
    if (missing) throw required(call, `${name}.${missing}`)
  }
  return statements
}

function checkType(path: string, wanted: string | undefined, { type }: Value): void {
  if (!wanted) throw new CommandError(40415, `BSON field '${path}' is an unknown field.`)
  const found = typeName(type)
  if (wanted === 'any' || found === wanted || type === TYPE.null || type === TYPE.undefined) return
  throw new CommandError(14, `BSON field '${path}' is the wrong type '${found}', expected type '${wanted}'`)
}

/** A field of a statement; undefined if it isn't there or null. */
export function fieldOf(statement: Document, name: string): Value | undefined {
  const value = statement.get(name)
  return value?.type === TYPE.null || value?.type === TYPE.undefined ? undefined : value
}

/** The documents of an array such as `arrayFilters`. Throws mongod's error for other elements. */
export function documentsIn(value: Value | undefined, path: string): Document[] {
  if (!value) return []
  return value.elements.map((element, index) => {
    checkType(`${path}.${index}`, 'object', element)
    return element.document
  })
}

/** What a statement's filter and update can refer to; `constants` are variables of its own, for pipelines. */
export function scopeOfStatement(call: Call, statement: Document, constants?: Document): Scope {
  const scope = scopeOf(call, statement)
  if (!constants) return scope
  const own = constants.fields.map(({ name, value }) => [name, value] as const)
  return { ...scope, variables: new Map([...scope.variables, ...own]) }
}

/** A hint: an index's name or keys. Throws mongod's error for other types. */
export function hintOf(statement: Document): Value | undefined {
  const hint = fieldOf(statement, 'hint')
  if (!hint || hint.isDocument || hint.type === TYPE.string) return hint
  throw new CommandError(9, 'Hint must be a string or an object')
}

/** A document without fields. */
export const EMPTY_DOCUMENT = documentOf([])
