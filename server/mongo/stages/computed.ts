/** Sets computed fields at dotted paths, in embedded documents and in each element of arrays. */
import { CommandError } from '../command-error.ts'
import { Document, type Value } from '../document.ts'
import { array, documentOf, element, joinElements, object } from '../values.ts'
import type { Compute } from './stage.ts'

/** What to set, by field: a computation, or more fields below. */
export type Computed = Map<string, Compute | Computed>

/** Adds a computation at a path. Throws mongod's errors if another path is in its way. */
export function plant(tree: Computed, steps: readonly string[], compute: Compute, path: string): void {
  const [step, ...rest] = steps
  const next = tree.get(step!)
  if (rest.length === 0) {
    if (next) throw new CommandError(31250, `Path collision at ${path}`)
    tree.set(step!, compute)
    return
  }
  if (typeof next === 'function') {
    throw new CommandError(31249, `Path collision at ${path} remaining portion ${rest.join('.')}`)
  }
  const branch = next ?? new Map()
  tree.set(step!, branch)
  plant(branch, rest, compute, path)
}

/** The document with its fields set to what is computed from `root`; what computes to nothing is taken away. */
export function setFields(document: Document, tree: Computed, root: Document): Document {
  const left = new Map(tree)
  const parts: Uint8Array[] = []
  const put = (name: string, made: Value | undefined) => {
    if (made) parts.push(element(made.type, name, made.bytes))
  }
  for (const field of document.fields) {
    const node = left.get(field.name)
    left.delete(field.name)
    if (node) put(field.name, make(node, field.value, root))
    else parts.push(document.element(field))
  }
  for (const [name, node] of left) put(name, make(node, undefined, root))
  return new Document(joinElements(parts))
}

const EMPTY = documentOf([])

function make(node: Compute | Computed, old: Value | undefined, root: Document): Value | undefined {
  if (typeof node === 'function') return node(root)
  if (old?.isArray) return array(old.elements.map((item) => make(node, item, root)!))
  return object(setFields(old?.isDocument ? old.document : EMPTY, node, root))
}
