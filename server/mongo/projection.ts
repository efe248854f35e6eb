/** Which fields of a document a reply carries: either only those named, or all but those named. */
import { RANK, TYPE } from './bson-type.ts'
import { CommandError, notImplemented } from './command-error.ts'
import { Document, type Field, type Value } from './document.ts'
import { toNumber } from './numbers.ts'
import { element, joinElements } from './values.ts'

/** Makes the document that is answered out of the stored one. */
export type Projection = (document: Document) => Document

/** The named paths as a tree; a leaf is where a path ends. */
interface Tree {
  branches: Map<string, Tree>
}

/** Compiles `{ teamA: 1, 'ground.city': 1, _id: 0 }`. Throws mongod's own error if it both includes and excludes. */
export function compileProjection(specification: Document): Projection {
  const root: Tree = { branches: new Map() }
  const leaves = specification.fields.flatMap((field) => flatten(field.name, field.value))
  const including = mode(leaves)
  for (const { path, included } of leaves) {
    if (path === '_id' && included !== including) continue
    plant(root, path)
  }
  const id = leaves.find((leaf) => leaf.path === '_id')
  if (including && !id) plant(root, '_id')
  if (leaves.length === 0) return (document) => document
  return (document) =>
    new Document(joinElements(including ? include(document, root) : exclude(document, root)))
}

interface Leaf {
  path: string
  included: boolean
}

/** `{ ground: { city: 1 } }` says the same as `{ 'ground.city': 1 }`. */
function flatten(path: string, value: Value): Leaf[] {
  if (path.endsWith('.$')) throw notImplemented('the positional projection')
  if (value.rank === RANK.number) return [{ path, included: toNumber(value) !== 0 }]
  if (value.type === TYPE.bool) return [{ path, included: value.boolean }]
  if (!value.isDocument) throw notImplemented('a computed field in a projection')
  const { fields } = value.document
  const operator = fields.find((field) => field.name.startsWith('$'))
  if (operator) throw notImplemented(`the projection operator ${operator.name}`)
  if (fields.length === 0)
    throw new CommandError(51270, 'An empty sub-projection is not a valid value. Found empty object at path')
  return fields.flatMap((field) => flatten(`${path}.${field.name}`, field.value))
}

/** True if the projection names what to keep. `_id` may differ from the others, and decides only when alone. */
function mode(leaves: Leaf[]): boolean {
  const others = leaves.filter((leaf) => leaf.path !== '_id')
  const including = (others[0] ?? leaves[0])?.included ?? false
  const contrary = others.find((leaf) => leaf.included !== including)
  if (contrary && including) {
    throw new CommandError(31254, `Cannot do exclusion on field ${contrary.path} in inclusion projection`)
  }
  if (contrary)
    throw new CommandError(31253, `Cannot do inclusion on field ${contrary.path} in exclusion projection`)
  return including
}

function plant(root: Tree, path: string): void {
  const steps = path.split('.')
  let tree = root
  for (const [index, step] of steps.entries()) {
    const last = index === steps.length - 1
    const next = tree.branches.get(step)
    if (next && last) throw new CommandError(31250, `Path collision at ${path}`)
    if (next && next.branches.size === 0) {
      throw new CommandError(
        31249,
        `Path collision at ${path} remaining portion ${steps.slice(index + 1).join('.')}`,
      )
    }
    const branch = next ?? { branches: new Map() }
    tree.branches.set(step, branch)
    tree = branch
  }
}

function include(document: Document, tree: Tree): Uint8Array[] {
  return document.fields.flatMap((field) => {
    const branch = tree.branches.get(field.name)
    if (!branch) return []
    if (branch.branches.size === 0) return [document.element(field)]
    return rebuild(
      field,
      (inner) => include(inner, branch),
      () => false,
    )
  })
}

function exclude(document: Document, tree: Tree): Uint8Array[] {
  return document.fields.flatMap((field) => {
    const branch = tree.branches.get(field.name)
    if (!branch) return [document.element(field)]
    if (branch.branches.size === 0) return []
    return rebuild(
      field,
      (inner) => exclude(inner, branch),
      () => true,
    )
  })
}

/** Projects an embedded document, or each document in an array; `keep` says whether other values stay. */
function rebuild(
  { name, value }: Field,
  project: (document: Document) => Uint8Array[],
  keep: (value: Value) => boolean,
): Uint8Array[] {
  if (value.isDocument) return [element(value.type, name, joinElements(project(value.document)))]
  if (!value.isArray) return keep(value) ? [element(value.type, name, value.bytes)] : []
  let index = 0
  const elements = value.elements.flatMap((item) => {
    const made = rebuild({ name: String(index), value: item, start: 0 }, project, keep)
    index += made.length
    return made
  })
  return [element(value.type, name, joinElements(elements))]
}
