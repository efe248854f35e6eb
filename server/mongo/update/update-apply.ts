/**
 * Applies the tree of an update to one document. What doesn't change stays the same object, up to the document
 * itself: that is how an update that changes nothing is recognised.
 */

import { describe } from '../bson/describe.ts'
import type { Document, Value } from '../bson/document.ts'
import { EMPTY } from '../bson/values.ts'
import { CommandError } from '../command-error.ts'
import { Edit } from './edit.ts'
import {
  type ArrayNode,
  type Modifier,
  mergeNodes,
  type ObjectNode,
  type Place,
  type UpdateNode,
  withPositional,
} from './update-tree.ts'

/** One application of an update: the place it has come to, and what it needs to know on the way. */
export interface Application extends Place {
  readonly path: string[]
  /** Which element of an array the filter met: what `$` stands for. */
  readonly position?: number | undefined
  /** The tests of array filters, by identifier. */
  readonly filters: ReadonlyMap<string, (value: Value) => boolean>
}

/** The document after the update; the same object if nothing changed. Throws mongod's errors. */
export function applyTree(tree: ObjectNode, state: Application): Document {
  const edit = new Edit(state.root, false)
  changeChildren(tree, edit, undefined, state)
  if (!edit.isChanged) return state.root
  return edit.document()
}

function change(node: UpdateNode, value: Value, state: Application): Value | undefined {
  if (node.kind === 'modifier') return modify(node, value, state)
  if (node.kind === 'array') return changeElements(node, value, state)
  const isArray = value.isArray
  const edit = new Edit(isArray || value.isDocument ? value.document : EMPTY, isArray)
  changeChildren(node, edit, value, state)
  return edit.isChanged ? edit.value() : value
}

function modify(modifier: Modifier, value: Value, state: Application): Value | undefined {
  const made = modifier.change(value, state)
  if (made !== value && state.path[0] === '_id') {
    throw new CommandError(
      66,
      `Performing an update on the path '${state.path.join('.')}' would modify the immutable field '_id'`,
    )
  }
  return made
}

/** `parent` is what the names are looked for in; undefined for the whole document. */
function changeChildren(node: ObjectNode, edit: Edit, parent: Value | undefined, state: Application): void {
  for (const [name, child] of childrenOf(node, state)) {
    const depth = state.path.push(name)
    const place = edit.find(name)
    if (place >= 0) {
      const old = edit.valueAt(place)
      const made = change(child, old, state)
      if (made !== old) edit.set(place, made)
    } else addChild(child, edit, parent, state)
    state.path.length = depth - 1
  }
}

function childrenOf(node: ObjectNode, { position, path }: Application): Map<string, UpdateNode> {
  if (!node.positional) return node.children
  if (position === undefined) {
    throw new CommandError(2, 'The positional operator did not find the match needed from the query.')
  }
  const merged = withPositional(node, String(position), path)
  return merged.kind === 'object' ? merged.children : node.children
}

function addChild(child: UpdateNode, edit: Edit, parent: Value | undefined, state: Application): void {
  const { path } = state
  const name = path.at(-1)!
  const viable = !parent || parent.isDocument || (parent.isArray && edit.accepts(name))
  const made = create(child, state, viable ? undefined : { parent: parent!, depth: path.length })
  if (!made) return
  if (!viable) {
    throw new CommandError(
      28,
      `Cannot create field '${name}' in element {${path.at(-2)}: ${describe(parent!)}}`,
    )
  }
  edit.add(name, made)
  if (path[0] === '_id' && path.length > 1) {
    const above = path.slice(0, -1)
    throw new CommandError(
      66,
      `Updating the path '${above.join('.')}' to ${above.at(-1)}: ${describe(edit.value())} would modify the immutable field '_id'`,
    )
  }
}

/** A value without fields that a path leads through, and how many names of the path come after it is left. */
interface Obstacle {
  parent: Value
  depth: number
}

/** Makes what stands at a path that isn't there yet; undefined if nothing is to be there. */
function create(node: UpdateNode, state: Application, obstacle: Obstacle | undefined): Value | undefined {
  const { path } = state
  if (node.kind === 'modifier') {
    if (!node.create && !node.lenient && obstacle) throw notTraversable(path, obstacle)
    return node.create?.(state)
  }
  if (node.kind === 'array') {
    throw new CommandError(
      2,
      `The path '${path.join('.')}' must exist in the document in order to apply array updates.`,
    )
  }
  const edit = new Edit(EMPTY, false)
  for (const [name, child] of childrenOf(node, state)) {
    const depth = path.push(name)
    const made = create(child, state, obstacle)
    if (made) edit.add(name, made)
    path.length = depth - 1
  }
  return edit.isChanged ? edit.value() : undefined
}

function notTraversable(path: readonly string[], { parent, depth }: Obstacle): CommandError {
  return new CommandError(
    28,
    `Cannot use the part (${path[depth - 1]}) of (${path.join('.')}) to traverse the element ({${path[depth - 2]}: ${describe(parent)}})`,
  )
}

/** `$[]` and array filters: every element that one of them means. Which ones is decided before anything changes. */
function changeElements(node: ArrayNode, value: Value, state: Application): Value {
  const { path, filters } = state
  if (!value.isArray) {
    throw new CommandError(
      2,
      `Cannot apply array updates to non-array element ${path.at(-1)}: ${describe(value)}`,
    )
  }
  const edit = new Edit(value.document, true)
  for (const [index, old] of value.elements.entries()) {
    const depth = path.push(String(index))
    const nodes = [...node.children].filter(([name]) => name === '' || filters.get(name)!(old))
    const [first, ...others] = nodes.map(([, child]) => child)
    if (first) {
      const merged = others.reduce((all, child) => mergeNodes(all, child, path), first)
      const made = change(merged, old, state)
      if (made !== old) edit.set(index, made)
    }
    path.length = depth - 1
  }
  return edit.isChanged ? edit.value() : value
}
