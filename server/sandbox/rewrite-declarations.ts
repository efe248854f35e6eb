/** Which names a piece of code declares. */
import type { AnyNode, Pattern } from 'acorn'
import { isFunction } from './rewrite-scan.ts'
import { childrenOf } from './syntax.ts'

/** All names declared anywhere in a tree: by function declarations, and by anything else. */
export function declaredNames(node: AnyNode): { functions: Set<string>; others: Set<string> } {
  const functions = new Set<string>()
  const others = new Set<string>()
  const collect = (inner: AnyNode): void => {
    if (inner.type === 'FunctionDeclaration' && inner.id) functions.add(inner.id.name)
    for (const name of otherNamesOf(inner)) others.add(name)
    childrenOf(inner).forEach(collect)
  }
  collect(node)
  return { functions, others }
}

function otherNamesOf(node: AnyNode): string[] {
  if (isFunction(node)) return node.params.flatMap(namesIn)
  if (node.type === 'VariableDeclarator') return namesIn(node.id)
  if (node.type === 'CatchClause') return node.param ? namesIn(node.param) : []
  if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression')
    return node.id ? [node.id.name] : []
  return /^Import.*Specifier$/.test(node.type) && 'local' in node ? namesIn(node.local as Pattern) : []
}

/** The names that a pattern binds. */
export function namesIn(pattern: Pattern): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name]
    case 'MemberExpression':
      return []
    case 'RestElement':
      return namesIn(pattern.argument)
    case 'AssignmentPattern':
      return namesIn(pattern.left)
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element ? namesIn(element) : []))
    case 'ObjectPattern':
      return pattern.properties.flatMap((part) => namesIn(part.type === 'RestElement' ? part : part.value))
  }
}
