/** Which function a call hands to another thread or process. */
import type { AnyNode, CallExpression, NewExpression, Program } from 'acorn'
import { childrenOf } from './syntax.ts'

/** Classes whose first argument is called elsewhere. */
const RUNNERS: ReadonlySet<string> = new Set(['Thread', 'Process'])
/** Methods of a pool of which the same is true. */
const POOL_METHODS: ReadonlySet<string> = new Set(['map', 'apply'])

/** What the call gives to another machine to be called there; undefined if it gives nothing. */
export function targetOf(
  { callee, arguments: [first] }: CallExpression | NewExpression,
  pools: ReadonlySet<string>,
): AnyNode | undefined {
  if (!first) return undefined
  if (callee.type === 'Identifier' && RUNNERS.has(callee.name)) {
    return first.type === 'ObjectExpression' ? targetProperty(first) : first
  }
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return undefined
  const method = callee.property.type === 'Identifier' ? callee.property.name : ''
  return pools.has(callee.object.name) && POOL_METHODS.has(method) ? first : undefined
}

function targetProperty(object: Extract<AnyNode, { type: 'ObjectExpression' }>): AnyNode | undefined {
  for (const property of object.properties) {
    if (
      property.type === 'Property' &&
      property.key.type === 'Identifier' &&
      property.key.name === 'target'
    ) {
      return property.value
    }
  }
  return undefined
}

/** The names of variables that are declared as a pool of threads. */
export function poolsOf(program: Program): ReadonlySet<string> {
  const names = new Set<string>()
  const search = (node: AnyNode): void => {
    if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && isPool(node.init))
      names.add(node.id.name)
    for (const child of childrenOf(node)) search(child)
  }
  search(program)
  return names
}

function isPool(node: AnyNode | null | undefined): boolean {
  return (
    node?.type === 'NewExpression' && node.callee.type === 'Identifier' && node.callee.name === 'ThreadPool'
  )
}
