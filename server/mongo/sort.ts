/** Sorts documents by one or more dotted paths. */
import { RANK } from './bson-type.ts'
import { CommandError, notImplemented } from './command-error.ts'
import { compareValues } from './compare.ts'
import type { Document, Field, Value } from './document.ts'
import { toNumber } from './numbers.ts'
import { visitPath } from './path.ts'
import { NULL, UNDEFINED } from './values.ts'

interface SortKey {
  path: string[]
  direction: 1 | -1
}

/** Puts documents in the order a specification asks for. Equal ones stay as they were. */
export type Sort = (documents: Document[]) => Document[]

/** Compiles `{ kickoff: 1, goals: -1 }`. Throws mongod's own error if a direction is something else. */
export function compileSort(specification: Document): Sort {
  const first = specification.fields[0]
  if (first?.name === '$natural')
    return direction(first) === 1 ? (documents) => documents : (documents) => documents.reverse()
  const keys = specification.fields.map((field) => ({
    path: field.name.split('.'),
    direction: direction(field),
  }))
  return keys.length === 0 ? (documents) => documents : (documents) => sortBy(documents, keys)
}

function direction({ name, value }: Field): 1 | -1 {
  if (value.isDocument) throw notImplemented('sorting by an expression')
  if (value.rank !== RANK.number) throw new CommandError(15974, `Illegal key in $sort specification: ${name}`)
  const number = toNumber(value)
  if (number === 1 || number === -1) return number
  throw new CommandError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)')
}

function sortBy(documents: Document[], keys: SortKey[]): Document[] {
  const rows = documents.map((document) => ({
    document,
    values: keys.map((key) => sortValue(document, key)),
  }))
  rows.sort((a, b) => {
    for (const [index, key] of keys.entries()) {
      const order = compareValues(a.values[index]!, b.values[index]!)
      if (order !== 0) return order * key.direction
    }
    return 0
  })
  return rows.map((row) => row.document)
}

/** An array sorts by its least element when ascending, by its greatest when descending. */
function sortValue(document: Document, { path, direction }: SortKey): Value {
  let best: Value | undefined
  visitPath(document, path, (value) => {
    if (value?.isArray) {
      if (value.elements.length === 0) best ??= UNDEFINED
      return false
    }
    const candidate = value ?? NULL
    if (best === undefined || compareValues(candidate, best) * direction < 0) best = candidate
    return false
  })
  return best ?? NULL
}
