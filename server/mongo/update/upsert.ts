/** What an upsert learns from its filter: the fields that have to be equal to something, as the document's beginning. */
import { TYPE } from '../bson/bson-type.ts'
import { compareBytes, utf8 } from '../bson/bytes.ts'
import type { Document, Value } from '../bson/document.ts'
import { documentOf } from '../bson/values.ts'
import { CommandError } from '../command-error.ts'
import { findSpecial } from '../query/special-operators.ts'
import type { Scope } from '../scope.ts'
import { set } from './modifiers-of-values.ts'
import { applyTree } from './update-apply.ts'
import { emptyTree, plantPlain } from './update-tree.ts'

type Equality = readonly [path: string, value: Value]

/** The document out of a filter's equalities; of `_id` alone if `onlyId`. Throws mongod's errors for contradictions. */
export function documentFromFilter(filter: Document, onlyId: boolean, scope: Scope): Document {
  const tree = emptyTree()
  const seen = new Set<string>()
  for (const [path, value] of sortedEqualities(filter)) {
    if (onlyId && !isOfId(path)) continue
    checkConflict(path, seen)
    seen.add(path)
    if (onlyId) plantPlain(tree, [path], set(value, path, scope, '$set'))
    else plantPlain(tree, path.split('.'), set(value, path, scope, '$set'))
  }
  return applyTree(tree, { root: documentOf([]), insert: true, path: [], filters: new Map() })
}

/** Throws mongod's error for an upsert whose filter has an expression. */
export function refuseExpression(filter: Document): void {
  if (!findSpecial(filter, ['$expr'])) return
  throw new CommandError(224, '$expr is not allowed in the query predicate for an upsert')
}

function sortedEqualities(filter: Document): Equality[] {
  return equalities(filter).sort(([a], [b]) => compareBytes(utf8(a), utf8(b)))
}

function equalities(filter: Document): Equality[] {
  return filter.fields.flatMap(({ name, value }) => {
    if (!name.startsWith('$')) return equalitiesOf(name, value)
    const branches = value.isArray ? value.elements : []
    const certain = name === '$and' || (name === '$or' && branches.length === 1)
    return certain ? branches.flatMap((branch) => equalities(branch.document)) : []
  })
}

function equalitiesOf(path: string, value: Value): Equality[] {
  if (value.type === TYPE.regex) return []
  const { fields } = value.isDocument ? value.document : documentOf([])
  const isReference = fields[0]?.name === '$ref' || fields[0]?.name === '$id'
  if (!fields[0]?.name.startsWith('$') || isReference) return [[path, value]]
  return fields.flatMap(({ name, value: operand }) =>
    operandsOf(name, operand).map((wanted) => [path, wanted] as const),
  )
}

/** The values that an operator makes a field equal to. */
function operandsOf(name: string, operand: Value): Value[] {
  if (name === '$eq') return [operand]
  if ((name !== '$in' && name !== '$all') || !operand.isArray) return []
  const { elements } = operand
  if (name === '$in' && elements.length !== 1) return []
  return elements.filter(
    ({ type, isDocument, document }) =>
      type !== TYPE.regex && !(isDocument && document.fields[0]?.name === '$elemMatch'),
  )
}

function isOfId(path: string): boolean {
  if (path === '_id') return true
  if (!path.startsWith('_id.')) return false
  throw new CommandError(111, `field at '_id' must be exactly specified, field at sub-path '${path}'found`)
}

/** Equalities come sorted, so that the beginning of a path comes before the path. */
function checkConflict(path: string, seen: ReadonlySet<string>): void {
  const steps = path.split('.')
  for (let length = steps.length; length > 0; length--) {
    const prefix = steps.slice(0, length).join('.')
    if (!seen.has(prefix)) continue
    const problem =
      length === steps.length
        ? `path '${path}' is matched twice`
        : `both paths '${path}' and '${prefix}' are matched`
    throw new CommandError(54, `cannot infer query fields to set, ${problem}`)
  }
}
