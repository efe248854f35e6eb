/** Sorts documents by one or more dotted paths. */
import { RANK } from '../bson/bson-type.ts'
import { compareValues } from '../bson/compare.ts'
import { describeDocument, describeField } from '../bson/describe.ts'
import type { Document, Field, Value } from '../bson/document.ts'
import { splitPath } from '../bson/field-path.ts'
import { toNumber } from '../bson/numbers.ts'
import { NULL } from '../bson/values.ts'
import { badValue, CommandError } from '../command-error.ts'
import { able } from '../part.ts'
import type { Scope } from '../scope.ts'
import { type Key, keysOf } from '../storage/index-keys.ts'

/** What has a document in the order a specification asks for, or only the first of it. Equal ones stay as they were. */
export type Sort = <Item extends { readonly document: Document }>(
  items: Iterable<Item>,
  limit?: number,
) => Item[]

type Compare = (a: Key, b: Key) => number

/** Compiles `{ kickoff: 1, goals: -1 }`. Throws mongod's own error if a direction is something else. */
export function compileSort(specification: Document, scope?: Scope): Sort {
  const { fields } = specification
  if (fields.some(({ name }) => name === '$natural')) return naturalSort(specification)
  const directions = fields.map((field) => direction(field, scope))
  const paths = fields.map(({ name }) => splitPath(name))
  for (const [index, { name }] of fields.entries()) {
    if (fields.findIndex((field) => field.name === name) < index) {
      throw new CommandError(7472500, `$sort key must not contain duplicate keys (duplicate: '${name}')`)
    }
  }
  if (paths.length === 0) return (items, limit) => [...items].slice(0, limit)
  const compare = comparer(directions, scope)
  return <Item extends { readonly document: Document }>(items: Iterable<Item>, limit = Infinity) => {
    const rows: { item: Item; key: Key }[] = []
    const cut = () => rows.sort((a, b) => compare(a.key, b.key)).splice(limit)
    let last: Key | undefined
    for (const item of items) {
      const key = sortKey(item.document, paths, compare)
      if (last && compare(key, last) >= 0) continue
      rows.push({ item, key })
      if (rows.length < 2 * limit) continue
      cut()
      last = rows.at(-1)!.key
    }
    cut()
    return rows.map((row) => row.item)
  }
}

function naturalSort(specification: Document): Sort {
  const { fields } = specification
  if (fields.length > 1) {
    throw badValue(`Cannot include '$natural' in compound sort: ${describeDocument(specification)}`)
  }
  const number = fields[0]!.value.rank === RANK.number ? toNumber(fields[0]!.value) : 0
  if (number === 1) return (items, limit) => [...items].slice(0, limit)
  if (number === -1) return (items, limit) => [...items].reverse().slice(0, limit)
  throw badValue('$natural sort cannot be set to a value other than -1 or 1.')
}

function direction(field: Field, scope: Scope | undefined): 1 | -1 {
  const { value } = field
  if (value.isDocument) throw able(scope?.abilities, 'metaSort')(value.document)
  if (value.rank !== RANK.number) {
    throw new CommandError(15974, `Illegal key in $sort specification: ${describeField(field)}`)
  }
  const number = Math.trunc(toNumber(value))
  if (number === 1 || number === -1) return number
  throw new CommandError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)')
}

function comparer(directions: readonly number[], scope: Scope | undefined): Compare {
  const collation = scope?.collation
  return (a, b) => {
    for (let index = 0; index < directions.length; index++) {
      const order = compareValues(a[index] ?? NULL, b[index] ?? NULL, collation)
      if (order !== 0) return order * directions[index]!
    }
    return 0
  }
}

/** The first of the keys that an index would hold of the document; usually there's only one. */
function sortKey(document: Document, paths: readonly (readonly string[])[], compare: Compare): Key {
  const simple: (Value | undefined)[] = []
  for (const path of paths) {
    const value = valueAt(document, path)
    if (value?.isArray) return leastKey(document, paths, compare)
    simple.push(value)
  }
  return simple
}

/** The value that a path leads to; an array ends it. */
function valueAt(document: Document, path: readonly string[]): Value | undefined {
  let value = document.get(path[0]!)
  for (let step = 1; step < path.length; step++) {
    if (value?.isArray) return value
    value = value?.isDocument ? value.document.get(path[step]!) : undefined
  }
  return value
}

function leastKey(document: Document, paths: readonly (readonly string[])[], compare: Compare): Key {
  try {
    return keysOf(document, paths, () => undefined).reduce((least, key) =>
      compare(key, least) < 0 ? key : least,
    )
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    throw badValue('cannot sort with keys that are parallel arrays')
  }
}
