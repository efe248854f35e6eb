/** Questions about a function that must be answered before its text is touched. */
import type {
  AnonymousFunctionDeclaration,
  AnyNode,
  ArrowFunctionExpression,
  FunctionDeclaration,
  FunctionExpression,
  MethodDefinition,
} from 'acorn'
import { childrenOf } from './syntax.ts'

/** Anything with parameters and a body. */
export type FunctionNode =
  | FunctionDeclaration
  | AnonymousFunctionDeclaration
  | FunctionExpression
  | ArrowFunctionExpression

const frames = new WeakMap<AnyNode, boolean>()

/** Whether a function can wait: it calls something, or goes through something that may be a waiting iterator. */
export function needsFrame(node: FunctionNode): boolean {
  let known = frames.get(node)
  if (known === undefined) {
    known = some(node.body, mayWait, isOtherBody)
    frames.set(node, known)
  }
  return known
}

function mayWait(node: AnyNode): boolean {
  if (node.type === 'CallExpression') return node.callee.type !== 'Super'
  return node.type === 'TaggedTemplateExpression' || node.type === 'ForOfStatement'
}

/** Whether an arrow function, or one inside it, says `this`. */
export function usesThis(node: ArrowFunctionExpression): boolean {
  return some(node, (inner) => inner.type === 'ThisExpression', hasOwnThis)
}

/** Whether an arrow function that becomes a frame needs the `this` of the function around it. */
export function lendsThis(node: FunctionNode): boolean {
  const asks = (inner: AnyNode) =>
    inner !== node && inner.type === 'ArrowFunctionExpression' && needsFrame(inner) && usesThis(inner)
  return some(node.body, asks, hasOwnThis)
}

function some(node: AnyNode, is: (node: AnyNode) => boolean, isBeyond: (node: AnyNode) => boolean): boolean {
  if (is(node)) return true
  return childrenOf(node).some((child) => !isBeyond(child) && some(child, is, isBeyond))
}

/** Code that runs when something else is called. A computed key or `extends` belongs to the function around. */
function isOtherBody(node: AnyNode): boolean {
  return isFunction(node) || node.type === 'StaticBlock'
}

function hasOwnThis(node: AnyNode): boolean {
  return (
    node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'StaticBlock'
  )
}

export function isFunction(node: AnyNode | null | undefined): node is FunctionNode {
  return /^(Arrow)?Function(Declaration|Expression)$/.test(node?.type ?? '')
}

/** The private methods of a class that become frames. */
export function privateFramesOf(members: readonly AnyNode[]): string[] {
  return members
    .filter(
      (member): member is MethodDefinition => member.type === 'MethodDefinition' && member.kind === 'method',
    )
    .filter(({ key, value }) => key.type === 'PrivateIdentifier' && needsFrame(value))
    .map(({ key }) => (key.type === 'PrivateIdentifier' ? key.name : ''))
}
