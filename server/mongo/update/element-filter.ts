/** Filters of single values, as `$pull` and array filters need them: the value is put into a document of its own. */

import type { Document, Value } from '../bson/document.ts'
import { documentOf } from '../bson/values.ts'
import { CommandError } from '../command-error.ts'
import { compileFilter, type Filter } from '../query/filter.ts'
import { findSpecial } from '../query/special-operators.ts'
import type { Scope } from '../scope.ts'

/** A test of values by a filter that calls them `name`. Throws mongod's errors for a wrong filter. */
export function filterValues(filter: Document, name: string, scope: Scope): (value: Value) => boolean {
  const isMeant = compile(filter, scope)
  return (value) => isMeant(documentOf([[name, value]]))
}

/** A test of values that lets through only documents that a filter means. */
export function filterDocuments(filter: Document, scope: Scope): (value: Value) => boolean {
  const isMeant = compile(filter, scope)
  return (value) => value.isDocument && isMeant(value.document)
}

function compile(filter: Document, scope: Scope): Filter {
  const special = findSpecial(filter, ['$expr', '$where', '$text'])
  if (!special) return compileFilter(filter, scope)
  throw new CommandError(special === '$expr' ? 224 : 2, `${special} is not allowed in this context`)
}
