/** Compiles updates made of modifiers, such as `{ $set: { a: 1 }, $inc: { 'b.c': 2 } }`, into one tree. */

import { typeName } from '../bson/bson-type.ts'
import { describe } from '../bson/describe.ts'
import type { Document, Field, Value } from '../bson/document.ts'
import { object } from '../bson/values.ts'
import { CommandError } from '../command-error.ts'
import { able } from '../part.ts'
import type { Scope } from '../scope.ts'
import type { CompileModifier } from './modifier.ts'
import { push } from './modifier-push.ts'
import { addToSet, pop, pull, pullAll } from './modifiers-of-arrays.ts'
import { currentDate, extreme, increment, multiply, set, setOnInsert, unset } from './modifiers-of-values.ts'
import { destinationOf, rename } from './rename.ts'
import { emptyTree, type ObjectNode, plant, sortTree } from './update-tree.ts'

/** Every common modifier that updates offer, by name; `$rename` is the one with two places in the tree. */
export const modifiers: Readonly<Record<string, CompileModifier>> = {
  $addToSet: addToSet,
  $currentDate: currentDate,
  $inc: increment,
  $max: extreme(1),
  $min: extreme(-1),
  $mul: multiply,
  $pop: pop,
  $pull: pull,
  $pullAll: pullAll,
  $push: push,
  $rename: unset,
  $set: set,
  $setOnInsert: setOnInsert,
  $unset: unset,
}

/** The tree of an update. Throws mongod's errors; `filters` are the names of the array filters. */
export function compileModifiers(update: Document, scope: Scope, filters: ReadonlySet<string>): ObjectNode {
  const tree = emptyTree()
  const used = new Set<string>()
  const use = (identifier: string, path: string) => {
    if (!filters.has(identifier)) {
      throw new CommandError(2, `No array filter found for identifier '${identifier}' in path '${path}'`)
    }
    used.add(identifier)
  }
  for (const field of update.fields) plantModifiers(tree, field, scope, use)
  for (const identifier of filters) {
    if (used.has(identifier)) continue
    throw new CommandError(
      9,
      `The array filter for identifier '${identifier}' was not used in the update ${describe(object(update))}`,
    )
  }
  sortTree(tree)
  return tree
}

function plantModifiers(
  tree: ObjectNode,
  { name, value }: Field,
  scope: Scope,
  use: (identifier: string, path: string) => void,
): void {
  const compile = modifierOf(name, value, scope)
  for (const { name: path, value: operand } of value.document.fields) {
    plant(tree, path, () => compile(operand, path, scope, name), use)
    if (name === '$rename') {
      plant(tree, destinationOf(path, operand), () => rename(path, operand), use)
    }
  }
}

function modifierOf(name: string, value: Value, scope: Scope): CompileModifier {
  const known = Object.hasOwn(modifiers, name) ? modifiers : able(scope.abilities, 'modifiers')
  const compile = Object.hasOwn(known, name) && known[name]
  if (!compile) {
    throw new CommandError(
      9,
      `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update specified as an array`,
    )
  }
  if (!value.isDocument) {
    throw new CommandError(
      9,
      `Modifiers operate on fields but we found type ${typeName(value.type)} instead. For example: {$mod: {<field>: ...}} not {${name}: ${describe(value)}}`,
    )
  }
  return compile
}
