/** Array filters: the tests of elements that `$[name]` in the paths of an update refers to. */

import type { Document, Value } from '../bson/document.ts'
import { CommandError } from '../command-error.ts'
import type { Scope } from '../scope.ts'
import { filterValues } from './element-filter.ts'

const LOGICAL = new Set(['$and', '$or', '$nor'])
const CONTEXT = 'Error parsing array filter :: caused by :: '

/** Tests of elements by their names. Throws mongod's errors for filters without a name or with more than one. */
export function compileArrayFilters(
  filters: readonly Document[],
  scope: Scope,
): Map<string, (value: Value) => boolean> {
  const tests = new Map<string, (value: Value) => boolean>()
  for (const filter of filters) {
    const [name, test] = inContext(() => compileArrayFilter(filter, scope))
    if (name === undefined) {
      throw new CommandError(9, 'Cannot use an expression without a top-level field name in arrayFilters')
    }
    if (tests.has(name)) {
      throw new CommandError(9, `Found multiple array filters with the same top-level field name ${name}`)
    }
    tests.set(name, test)
  }
  return tests
}

function inContext<Result>(run: () => Result): Result {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    throw new CommandError(error.code, CONTEXT + error.message, error.extra)
  }
}

function compileArrayFilter(
  filter: Document,
  scope: Scope,
): readonly [name: string | undefined, test: (value: Value) => boolean] {
  const name = nameOf(filter)
  const test = filterValues(filter, name ?? '', scope)
  if (name !== undefined && !/^[a-z][a-zA-Z0-9]*$/.test(name)) {
    throw new CommandError(
      2,
      `The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${name}'`,
    )
  }
  return [name, test]
}

/** The one name with which all paths of a filter begin. */
function nameOf(filter: Document): string | undefined {
  let found: string | undefined
  for (const name of namesIn(filter)) {
    if (found !== undefined && name !== found) {
      throw new CommandError(9, `Expected a single top-level field name, found '${found}' and '${name}'`)
    }
    found = name
  }
  return found
}

function namesIn(filter: Document): string[] {
  return filter.fields.flatMap(({ name, value }) => {
    if (!name.startsWith('$')) return [name.split('.', 1)[0]!]
    if (!LOGICAL.has(name) || !value.isArray) return []
    return value.elements.flatMap((element) => (element.isDocument ? namesIn(element.document) : []))
  })
}
