/** Which fields of a document a reply carries: only those named, or all but those named, and what is computed. */
import { Document, type Field, type Value } from '../bson/document.ts'
import { encode } from '../bson/encode.ts'
import { element, joinElements, object } from '../bson/values.ts'
import type { Scope } from '../scope.ts'
import { compileFilter } from './filter.ts'
import { applyCut } from './projection-cut.ts'
import type { Tree } from './projection-node.ts'
import { parseProjection } from './projection-tree.ts'

/** Makes the document that is answered out of the stored one. */
export type Projection = (document: Document) => Document

const EMPTY = encode({})
/** For projections outside of a command, such as those of tests. */
const NOWHERE: Scope = { variables: new Map(), now: 0, random: () => 0 }

/**
 * Compiles `{ teamA: 1, 'ground.city': 1, _id: 0 }`. `query` is the filter that the positional operator refers to.
 * Throws mongod's own errors.
 */
export function compileProjection(
  specification: Document,
  scope: Scope = NOWHERE,
  query: Document = EMPTY,
): Projection {
  if (specification.fields.length === 0) return (document) => document
  const { tree, including, cuts } = parseProjection(specification, scope, query)
  const project = projector(tree, including)
  const filter = cuts.some((cut) => cut.positional) ? compileFilter(query, scope) : undefined
  return (document) =>
    cuts.reduce(
      (made, cut) => object(applyCut(made.document, cut, document, filter)),
      object(new Document(joinElements(project(document, document)))),
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
  return (document) => new Document(joinElements(project(document, document)))
}

/** The elements that are answered of a document within the whole document. */
type Project = (document: Document, root: Document) => Uint8Array[]

interface Entry {
  name: string
  bytes: Uint8Array
}

function projector(tree: Tree, including: boolean): Project {
  const inner = new Map<string, Project>()
  for (const [name, node] of tree) if (node instanceof Map) inner.set(name, projector(node, including))
  const computed = [...tree].filter(([, node]) => computes(node))
  return (document, root) => {
    const entries = document.fields.flatMap((field): Entry[] => {
      const { name } = field
      const node = tree.get(name)
      if (node === true || (!including && (node === undefined || typeof node === 'function'))) {
        return [{ name, bytes: document.element(field) }]
      }
      const project = inner.get(name)
      const bytes = project && rebuild(field, project, root, including, computes(node))
      return bytes ? [{ name, bytes }] : []
    })
    for (const [name, node] of computed) {
      if (typeof node === 'function') place(entries, name, node(root))
      else if (!entries.some((entry) => entry.name === name)) {
        place(entries, name, object(new Document(joinElements(inner.get(name)!(EMPTY, root)))))
      }
    }
    return entries.map((entry) => entry.bytes)
  }
}

/** Whether there's something in the tree that is computed. */
function computes(node: unknown): boolean {
  return typeof node === 'function' || (node instanceof Map && [...node.values()].some(computes))
}

/** What is computed takes the place of what is there already, or stands last. */
function place(entries: Entry[], name: string, value: Value | undefined): void {
  const index = entries.findIndex((entry) => entry.name === name)
  const made = value ? [{ name, bytes: element(value.type, name, value.bytes) }] : []
  entries.splice(index < 0 ? entries.length : index, index < 0 ? 0 : 1, ...made)
}

/** Projects an embedded document, or each document in an array; other values stay only where nothing is included. */
function rebuild(
  { name, value }: Pick<Field, 'name' | 'value'>,
  project: Project,
  root: Document,
  including: boolean,
  computed: boolean,
): Uint8Array | undefined {
  if (value.isDocument) return element(value.type, name, joinElements(project(value.document, root)))
  if (!value.isArray) {
    if (computed) return element(object(EMPTY).type, name, joinElements(project(EMPTY, root)))
    return including ? undefined : element(value.type, name, value.bytes)
  }
  const elements: Uint8Array[] = []
  for (const item of value.elements) {
    const made = rebuild({ name: String(elements.length), value: item }, project, root, including, computed)
    if (made) elements.push(made)
  }
  return element(value.type, name, joinElements(elements))
}
