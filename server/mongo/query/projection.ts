/** Which fields of a document a reply carries: only those named, or all but those named, and what is computed. */
import type { Document, Field, Value } from '../bson/document.ts'
import { array, EMPTY, join, object, type Part } from '../bson/values.ts'
import type { Scope } from '../scope.ts'
import { compileFilter } from './filter.ts'
import { applyCut } from './projection-cut.ts'
import type { Tree } from './projection-node.ts'
import { parseProjection } from './projection-tree.ts'

/** Makes the document that is answered out of the stored one. */
export type Projection = (document: Document) => Document

/**
 * Compiles `{ teamA: 1, 'ground.city': 1, _id: 0 }`. `query` is the filter that the positional operator refers to.
 * Throws mongod's own errors.
 */
export function compileProjection(
  specification: Document,
  scope: Scope,
  query: Document = EMPTY,
): Projection {
  if (specification.fields.length === 0) return (document) => document
  const { tree, including, cuts } = parseProjection(specification, scope, query)
  const project = projector(tree, including)
  const filter = cuts.some((cut) => cut.positional) ? compileFilter(query, scope) : undefined
  return (document) =>
    cuts.reduce(
      (made, cut) => object(applyCut(made.document, cut, document, filter)),
      object(join(project(document, document))),
    ).document
}

/** Compiles what `$project` of a pipeline has, which isn't empty. Throws mongod's own errors. */
export function compileProject(specification: Document, scope: Scope): Projection {
  const { tree, including } = parseProjection(specification, scope)
  return whole(projector(tree, including))
}

/** Sets the fields of a tree to what is computed; one that computes to nothing goes. */
export function compileSet(tree: Tree): Projection {
  return whole(projector(tree, false))
}

function whole(project: Project): Projection {
  return (document) => join(project(document, document))
}

/** What is answered of a document within the whole document. */
type Project = (document: Document, root: Document) => Part[]

function projector(tree: Tree, including: boolean): Project {
  const inner = new Map<string, Project>()
  for (const [name, node] of tree) if (node instanceof Map) inner.set(name, projector(node, including))
  const computed = [...tree].filter(([, node]) => computes(node))
  const answered = (field: Field, root: Document): Part | undefined => {
    const { name, value } = field
    const node = tree.get(name)
    const project = inner.get(name)
    if (!project) return node === true || (!including && node !== false) ? field : undefined
    const made = rebuild(value, project, root, including, computes(node))
    return made && { name, value: made }
  }
  return (document, root) => {
    const parts: Part[] = []
    for (const field of document.fields) {
      const part = answered(field, root)
      if (part) parts.push(part)
    }
    for (const [name, node] of computed) {
      if (typeof node === 'function') place(parts, name, node(root))
      else if (!parts.some((part) => part.name === name)) {
        place(parts, name, object(join(inner.get(name)!(EMPTY, root))))
      }
    }
    return parts
  }
}

/** Whether there's something in the tree that is computed. */
function computes(node: unknown): boolean {
  return typeof node === 'function' || (node instanceof Map && [...node.values()].some(computes))
}

/** What is computed takes the place of what is there already, or stands last. */
function place(parts: Part[], name: string, value: Value | undefined): void {
  const index = parts.findIndex((part) => part.name === name)
  if (!value) parts.splice(index < 0 ? parts.length : index, 1)
  else parts[index < 0 ? parts.length : index] = { name, value }
}

/** Projects an embedded document, or each document in an array; other values stay only where nothing is included. */
function rebuild(
  value: Value,
  project: Project,
  root: Document,
  including: boolean,
  computed: boolean,
): Value | undefined {
  if (value.isDocument) return object(join(project(value.document, root)))
  if (value.isArray) {
    return array(value.elements.flatMap((item) => rebuild(item, project, root, including, computed) ?? []))
  }
  if (computed) return object(join(project(EMPTY, root)))
  return including ? undefined : value
}
