/**
 * What an update changes, as a tree of field names with a modifier at the end of each path. Two modifiers on one
 * path, or on a path and its beginning, are a conflict, and the tree is where it shows.
 */

import { compareBytes, utf8 } from '../bson/bytes.ts'
import type { Document, Value } from '../bson/document.ts'
import { CommandError } from '../command-error.ts'

/** Where a modifier is applied. */
export interface Place {
  /** The document as it was before the update. */
  readonly root: Document
  /** The document is about to be inserted by an upsert. */
  readonly insert: boolean
  /** Names and indexes that lead to the value. */
  readonly path: readonly string[]
}

/** What one operator does at the end of one path. */
export interface Modifier {
  readonly kind: 'modifier'
  /** The new value: the same object if nothing changes, undefined if the field goes. */
  change(value: Value, place: Place): Value | undefined
  /** The value of a path that isn't there; undefined, or no such function: it stays missing. */
  create?(place: Place): Value | undefined
  /** Doesn't mind that a path leads through a value that has no fields. */
  readonly lenient?: true
}

/** Names of fields, or indexes, and what happens to them; `positional` belongs to `$`. */
export interface ObjectNode {
  readonly kind: 'object'
  children: Map<string, UpdateNode>
  positional?: UpdateNode
}

/** What happens to the elements of an array; the empty name is `$[]`, the others are array filters. */
export interface ArrayNode {
  readonly kind: 'array'
  children: Map<string, UpdateNode>
}

export type UpdateNode = ObjectNode | ArrayNode | Modifier

const IDENTIFIER = /^\$\[(.*)\]$/s
const DIGITS = /^\d+$/

/** A tree that changes nothing. */
export function emptyTree(): ObjectNode {
  return { kind: 'object', children: new Map() }
}

/** The name in `$[name]`, empty for `$[]`; undefined if it isn't of that form. */
export function arrayIdentifier(name: string): string | undefined {
  return IDENTIFIER.exec(name)?.[1]
}

/** Splits a path of an update. Throws mongod's error for one with an empty name. */
export function splitUpdatePath(path: string): string[] {
  const steps = path.split('.')
  if (path === '') throw new CommandError(56, 'An empty update path is not valid.')
  if (steps.includes('')) {
    throw new CommandError(
      56,
      `The update path '${path}' contains an empty field name, which is not allowed.`,
    )
  }
  return steps
}

/**
 * Makes a modifier and puts it at the end of a path of the update language. `use` is told each array filter that the
 * path names. Throws mongod's errors for positions that can't be and for conflicts.
 */
export function plant(
  root: ObjectNode,
  path: string,
  make: () => Modifier,
  use: (identifier: string, path: string) => void,
): void {
  const steps = splitUpdatePath(path)
  checkPositional(steps, path)
  const modifier = make()
  const conflict = (at: number) =>
    new CommandError(
      40,
      `Updating the path '${path}' would create a conflict at '${steps.slice(0, at + 1).join('.')}'`,
    )
  let node: ObjectNode | ArrayNode = root
  for (const [at, step] of steps.entries()) {
    const name = checkIdentifier(step, at, path, use)
    const last = at === steps.length - 1
    const kind = !last && arrayIdentifier(steps[at + 1]!) !== undefined ? 'array' : 'object'
    const found = childOf(node, name)
    if (found && (last || found.kind !== kind)) throw conflict(at)
    const child: UpdateNode = found ?? (last ? modifier : { kind, children: new Map() })
    setChild(node, name, child)
    if (child.kind !== 'modifier') node = child
  }
}

/** Puts a modifier at the end of a path whose names mean nothing but themselves. */
export function plantPlain(root: ObjectNode, steps: readonly string[], modifier: Modifier): void {
  let { children } = root
  for (const step of steps.slice(0, -1)) {
    const found = children.get(step)
    const node = found?.kind === 'object' ? found : emptyTree()
    children.set(step, node)
    children = node.children
  }
  children.set(steps.at(-1)!, modifier)
}

function checkPositional(steps: readonly string[], path: string): void {
  const count = steps.filter((step) => step === '$').length
  if (count > 1) {
    throw new CommandError(2, `Too many positional (i.e. '$') elements found in path '${path}'`)
  }
  if (steps[0] === '$') {
    throw new CommandError(
      2,
      `Cannot have positional (i.e. '$') element in the first position in path '${path}'`,
    )
  }
}

function checkIdentifier(
  step: string,
  at: number,
  path: string,
  use: (identifier: string, path: string) => void,
): string {
  const identifier = arrayIdentifier(step)
  if (identifier === undefined) return step
  if (at === 0) {
    throw new CommandError(
      2,
      `Cannot have array filter identifier (i.e. '$[<id>]') element in the first position in path '${path}'`,
    )
  }
  if (identifier !== '') use(identifier, path)
  return identifier
}

function childOf(node: ObjectNode | ArrayNode, name: string): UpdateNode | undefined {
  return node.kind === 'object' && name === '$' ? node.positional : node.children.get(name)
}

function setChild(node: ObjectNode | ArrayNode, name: string, child: UpdateNode): void {
  if (node.kind === 'object' && name === '$') node.positional = child
  else node.children.set(name, child)
}

/** Brings all names into the order in which mongod applies them, and so creates fields: numbers as numbers. */
export function sortTree(node: UpdateNode): void {
  if (node.kind === 'modifier') return
  if (node.children.size > 1) node.children = sorted(node.children)
  for (const child of node.children.values()) sortTree(child)
  if (node.kind === 'object' && node.positional) sortTree(node.positional)
}

function sorted(children: Map<string, UpdateNode>): Map<string, UpdateNode> {
  return new Map([...children].sort(([a], [b]) => compareNames(a, b)))
}

function compareNames(a: string, b: string): number {
  if (DIGITS.test(a) && DIGITS.test(b)) {
    const order = BigInt(a) - BigInt(b)
    if (order !== 0n) return order < 0n ? -1 : 1
  }
  return compareBytes(utf8(a), utf8(b))
}

/** Whether there is a `$` in a path. */
export function hasPositional(node: UpdateNode): boolean {
  if (node.kind === 'modifier') return false
  if (node.kind === 'object' && node.positional) return true
  return [...node.children.values()].some(hasPositional)
}

/** Children with what `$` stands for among them. */
export function withPositional(node: ObjectNode, name: string, path: readonly string[]): UpdateNode {
  const { positional, children } = node
  const found = children.get(name)
  const merged = found ? mergeNodes(positional!, found, [...path, name]) : positional!
  return { kind: 'object', children: sorted(new Map([...children, [name, merged]])) }
}

/** Both nodes in one, for one place that two ways of naming lead to. Throws the conflict that shows only now. */
export function mergeNodes(a: UpdateNode, b: UpdateNode, path: readonly string[]): UpdateNode {
  if (a.kind !== b.kind || a.kind === 'modifier' || b.kind === 'modifier') {
    throw new CommandError(40, `Update created a conflict at '${path.join('.')}'`)
  }
  const children = new Map(a.children)
  for (const [name, child] of b.children) {
    const found = children.get(name)
    const step = a.kind === 'array' ? `$[${name}]` : name
    children.set(name, found ? mergeNodes(found, child, [...path, step]) : child)
  }
  if (a.kind === 'array' || b.kind === 'array') return { kind: 'array', children: sorted(children) }
  const positional =
    a.positional && b.positional
      ? mergeNodes(a.positional, b.positional, [...path, '$'])
      : (a.positional ?? b.positional)
  return { kind: 'object', children: sorted(children), ...(positional && { positional }) }
}
