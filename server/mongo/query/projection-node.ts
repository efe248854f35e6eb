/** The paths that a projection names, as a tree. */

import type { Document, Value } from '../bson/document.ts'
import { splitPath } from '../bson/field-path.ts'
import { CommandError } from '../command-error.ts'

/** What becomes of a field: it stays or goes, gets a value computed from the whole document, or is gone into. */
export type Node = boolean | Compute | Tree
export type Compute = (document: Document) => Value | undefined
/** Nodes by the next name of their path, in the order they were named. */
export type Tree = Map<string, Node>

/** Whether nothing is named at a path or on the way to it. */
export function isFree(tree: Tree, [first, ...rest]: readonly string[]): boolean {
  const node = tree.get(first!)
  return node === undefined || (node instanceof Map && rest.length > 0 && isFree(node, rest))
}

/** Puts a node where a path leads. Throws mongod's error if there's something on the way. */
export function plant(tree: Tree, path: string, node: Node): void {
  const steps = splitPath(path)
  let place = tree
  for (const step of steps.slice(0, -1)) {
    const next = place.get(step) ?? new Map<string, Node>()
    if (!(next instanceof Map)) {
      const rest = steps.slice(1).join('.')
      throw new CommandError(31249, `Path collision at ${path} remaining portion ${rest}`)
    }
    place.set(step, next)
    place = next
  }
  const last = steps.at(-1)!
  if (place.has(last)) throw new CommandError(31250, `Path collision at ${path}`)
  place.set(last, node)
}
