/** Reads the statements of `update` and `delete`, and refuses fields they don't have, in mongod's own words. */
import { checkType, documentsArgument, required, scopeOf } from '../arguments.ts'
import type { Document, Value } from '../bson/document.ts'
import { documentOf } from '../bson/values.ts'
import type { Call, Command } from '../command.ts'
import type { Scope } from '../scope.ts'

/** Reads an array of statements; those named in `needed` must have these fields. Throws mongod's errors. */
export function statementsOf(
  call: Call,
  name: string,
  fields: Command['fields'],
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

/** A document without fields. */
export const EMPTY_DOCUMENT = documentOf([])
