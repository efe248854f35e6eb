/** Filters of single values, as `$pull` and array filters need them: the value is put into a document of its own. */
import type { Document, Value } from './document.ts'
import { compileFilter } from './filter.ts'
import type { Scope } from './scope.ts'
import { documentOf } from './values.ts'

/** A test of values by a filter that calls them `name`. Throws mongod's errors for a wrong filter. */
export function filterValues(filter: Document, name: string, scope: Scope): (value: Value) => boolean {
  const isMeant = compileFilter(filter, scope)
  return (value) => isMeant(documentOf([[name, value]]))
}

/** A test of values that lets through only documents that a filter means. */
export function filterDocuments(filter: Document, scope: Scope): (value: Value) => boolean {
  const isMeant = compileFilter(filter, scope)
  return (value) => value.isDocument && isMeant(value.document)
}
