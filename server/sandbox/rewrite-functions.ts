/**
 * Functions become generators, marked as frames by `$f`. Those that call nothing stay as they are; those
 * that JavaScript itself calls stay too, and call through `$s`, which can't wait.
 */
import type {
  AnonymousFunctionDeclaration,
  AnyNode,
  ArrowFunctionExpression,
  FunctionDeclaration,
} from 'acorn'
import { type FunctionNode, isFunction, lendsThis, needsFrame, usesThis } from './rewrite-scan.ts'
import { type Job, ownThis, type Scope, synchronous } from './rewrite-scope.ts'
import { errorAt } from './syntax.ts'

const NO_ASYNC = 'greenlets and threads need no async: just call the function, it waits'
const NO_GENERATOR = 'greenlets and threads need no generators: fill an array, or write a class with next()'

/** Refuses functions that already are a way of waiting. */
export function refuseOtherWays(node: FunctionNode, job: Job): void {
  if (node.async) throw errorAt(node, job.file, 'async functions are not supported in this style', NO_ASYNC)
  if (node.generator)
    throw errorAt(node, job.file, 'generators are not supported in this style', NO_GENERATOR)
}

/** Visits a function that JavaScript itself calls, and leaves it a function. */
export function visitSynchronous(
  node: FunctionNode,
  place: string,
  scope: Scope,
  job: Job,
  derived = false,
): void {
  refuseOtherWays(node, job)
  const inner = node.type === 'ArrowFunctionExpression' ? synchronous(scope, place) : ownThis(scope, place)
  visitParameters(node, inner, job)
  // A constructor has no `this` before super(): its arrow functions are bound instead.
  const lends = node.type !== 'ArrowFunctionExpression' && !derived && lendsThis(node)
  if (lends) job.text.head(node.body.start + 1, 'const $this=this;')
  job.visit(node.body, lends ? { ...inner, lends } : inner, node)
}

/** Visits a function whose `*` is put by its caller; the body gets what a frame begins with. */
export function visitFrameBody(node: FunctionNode, scope: Scope, job: Job): void {
  visitParameters(node, scope, job)
  const lends = lendsThis(node)
  job.text.head(node.body.start + 1, frameBeginning(lends))
  job.visit(node.body, { ...scope, waits: true, lends }, node)
}

const frameBeginning = (lends: boolean): string => `let $t;${lends ? 'const $this=this;' : ''}`

/** Defaults are evaluated before the frame exists, and before its `$this`. */
function visitParameters(node: FunctionNode, scope: Scope, job: Job): void {
  const outside = synchronous(scope, 'a default parameter')
  for (const parameter of node.params) job.visit(parameter, outside, node)
}

/** The scope of a function that isn't an arrow function and becomes a frame. */
export function frameScope(scope: Scope): Scope {
  return { ...ownThis(scope, ''), waits: true }
}

/** Visits a function that stays as it is because it calls nothing. */
export function visitPlain(node: FunctionNode, scope: Scope, job: Job): void {
  visitSynchronous(node, 'a function without calls', scope, job)
}

/** `function f() {}`: its block marks it, see markDeclarations. */
export function visitDeclaration(
  node: FunctionDeclaration | AnonymousFunctionDeclaration,
  scope: Scope,
  job: Job,
): void {
  refuseOtherWays(node, job)
  if (!needsFrame(node)) {
    visitPlain(node, scope, job)
    return
  }
  job.text.close(node.start + 'function'.length, '*')
  visitFrameBody(node, frameScope(scope), job)
}

/** A function or arrow function in an expression. */
export function visitExpression(
  node: Exclude<FunctionNode, FunctionDeclaration>,
  scope: Scope,
  job: Job,
  parent?: AnyNode,
): void {
  refuseOtherWays(node, job)
  if (!needsFrame(node)) {
    visitPlain(node, scope, job)
    return
  }
  const name = node.type === 'FunctionExpression' && node.id ? undefined : nameFrom(parent, node)
  if (node.type === 'ArrowFunctionExpression') visitArrow(node, name, scope, job)
  else visitFunction(node, name, scope, job)
}

function visitFunction(node: FunctionNode, name: string | undefined, scope: Scope, job: Job): void {
  job.text.open(node.start, '$f(')
  job.text.close(node.start + 'function'.length, '*')
  visitFrameBody(node, frameScope(scope), job)
  job.text.close(node.end, name === undefined ? ')' : `,${JSON.stringify(name)})`)
}

function visitArrow(node: ArrowFunctionExpression, name: string | undefined, scope: Scope, job: Job): void {
  const { text, tokens } = job
  const last = node.params.at(-1)
  const bare = tokens.labelAt(node.start) !== '('
  text.open(node.start, bare ? '$f(function*(' : '$f(function*')
  if (bare) text.close(last!.end, ')')
  const arrow = tokens.next('=>', last?.end ?? node.start)
  const block = node.body.type === 'BlockStatement'
  // Without a `$this` around, the generator is bound, and is itself where arrow functions inside get theirs.
  const bound = usesThis(node) && !scope.lends
  const begin = frameBeginning(bound && lendsThis(node))
  if (block) text.head(node.body.start + 1, begin)
  text.replace(arrow, arrow + 2, block ? '' : `{${begin}return(`)
  const inner: Scope = { ...scope, waits: true, inFrameArrow: true, self: scope.lends ? '$this' : 'this' }
  visitParameters(node, inner, job)
  job.visit(node.body, { ...inner, lends: scope.lends || (bound && lendsThis(node)) }, node)
  text.close(node.end, `${block ? '' : ')}'}${markArguments(name, bound ? scope.self : undefined)})`)
}

function markArguments(name: string | undefined, self: string | undefined): string {
  if (self !== undefined) return `,${JSON.stringify(name ?? '')},${self}`
  return name === undefined ? '' : `,${JSON.stringify(name)}`
}

/** The name that JavaScript would give a function that stands where this one stands. */
export function nameFrom(parent: AnyNode | undefined, node: FunctionNode): string | undefined {
  if (!parent) return undefined
  if (parent.type === 'VariableDeclarator')
    return parent.id.type === 'Identifier' ? parent.id.name : undefined
  if (parent.type === 'AssignmentExpression' || parent.type === 'AssignmentPattern') {
    return parent.left.type === 'Identifier' && parent.right === node ? parent.left.name : undefined
  }
  if (parent.type === 'ExportDefaultDeclaration') return 'default'
  const named =
    parent.type === 'Property' || parent.type === 'PropertyDefinition' || parent.type === 'MethodDefinition'
  return named && !parent.computed ? keyName(parent.key) : undefined
}

/** What a key that isn't computed says. */
export function keyName(key: AnyNode): string {
  if (key.type === 'Identifier') return key.name
  if (key.type === 'PrivateIdentifier') return `#${key.name}`
  return key.type === 'Literal' ? String(key.value) : ''
}

/** Marks the functions declared in a block where it begins: they can be called from there on. */
export function markDeclarations(statements: readonly AnyNode[], offset: number, job: Job): void {
  const names = statements.map(declared).filter((name) => name !== undefined)
  if (names.length > 0) job.text.head(offset, names.map((name) => `$f(${name});`).join(''))
}

function declared(statement: AnyNode): string | undefined {
  const exported =
    statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration'
  const node = exported ? statement.declaration : statement
  if (!isFunction(node) || node.type !== 'FunctionDeclaration') return undefined
  return needsFrame(node) ? node.id?.name : undefined
}
