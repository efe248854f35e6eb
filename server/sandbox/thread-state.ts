/** What a piece of a program changes in place: a part of an object, a list, a map, a set. */
import type { AnyNode, CallExpression } from 'acorn'

/** The built-in collections, and the methods that change one. */
const COLLECTIONS: ReadonlySet<string> = new Set(['Array', 'Map', 'Set', 'WeakMap', 'WeakSet'])
const CHANGES: ReadonlySet<string> = new Set([
  'add',
  'clear',
  'copyWithin',
  'delete',
  'fill',
  'pop',
  'push',
  'reverse',
  'set',
  'shift',
  'sort',
  'splice',
  'unshift',
])

/** The variables among the statements that hold a list, a map or a set. */
export function collectionsOf(statements: readonly AnyNode[]): ReadonlySet<string> {
  const names = new Set<string>()
  for (const statement of statements) {
    const node = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
    if (node?.type !== 'VariableDeclaration') continue
    for (const { id, init } of node.declarations)
      if (id.type === 'Identifier' && isCollection(init)) names.add(id.name)
  }
  return names
}

function isCollection(node: AnyNode | null | undefined): boolean {
  if (node?.type === 'ArrayExpression') return true
  if (node?.type !== 'NewExpression' || node.callee.type !== 'Identifier') return false
  return COLLECTIONS.has(node.callee.name)
}

/** The variable in whose value this node changes something; undefined if it doesn't. */
export function changedBy(node: AnyNode, collections: ReadonlySet<string>): string | undefined {
  switch (node.type) {
    case 'AssignmentExpression':
      return ownerOf(node.left)
    case 'UpdateExpression':
      return ownerOf(node.argument)
    case 'UnaryExpression':
      return node.operator === 'delete' ? ownerOf(node.argument) : undefined
    case 'CallExpression':
      return changedByCall(node, collections)
    default:
      return undefined
  }
}

function changedByCall({ callee }: CallExpression, collections: ReadonlySet<string>): string | undefined {
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return undefined
  const method = callee.property.type === 'Identifier' && !callee.computed ? callee.property.name : ''
  return CHANGES.has(method) && collections.has(callee.object.name) ? callee.object.name : undefined
}

/** Whose part this is: `a` of `a.b[c].d`. */
function ownerOf(node: AnyNode): string | undefined {
  if (node.type !== 'MemberExpression') return undefined
  let object: AnyNode = node.object
  while (object.type === 'MemberExpression') object = object.object
  return object.type === 'Identifier' ? object.name : undefined
}
