/** Methods of classes and of object literals: which become frames, and how they are marked as such. */
import type {
  Class,
  MethodDefinition,
  ObjectExpression,
  Property,
  PropertyDefinition,
  StaticBlock,
} from 'acorn'
import {
  frameScope,
  keyName,
  refuseOtherWays,
  visitFrameBody,
  visitPlain,
  visitSynchronous,
} from './rewrite-functions.ts'
import { ENGINE_METHODS } from './rewrite-names.ts'
import { type FunctionNode, isFunction, needsFrame, privateFramesOf } from './rewrite-scan.ts'
import { type Job, ownThis, type Scope } from './rewrite-scope.ts'
import { childrenOf, errorAt } from './syntax.ts'

type Member = MethodDefinition | Property | PropertyDefinition

/** A class marks its own methods first of all, before any static field can call one. */
export function visitClass(node: Class, scope: Scope, job: Job): void {
  const { body, superClass } = node
  const privateFrames = new Set([...scope.privateFrames, ...privateFramesOf(body.body)])
  const inside = { ...scope, privateFrames }
  if (node.id) job.visit(node.id, scope)
  if (superClass) job.visit(superClass, scope)
  let marks = false
  for (const member of body.body) {
    if (member.type === 'MethodDefinition') marks = visitMethod(member, !!superClass, inside, job) || marks
    else job.visit(member, inside)
  }
  if (marks) job.text.head(body.start + 1, 'static{$k(this)}')
}

/** Answers whether the method became a frame that the class must mark. */
function visitMethod(node: MethodDefinition, derived: boolean, scope: Scope, job: Job): boolean {
  if (node.computed) job.visit(node.key, scope)
  const { value } = node
  if (node.kind === 'constructor') {
    visitSynchronous(value, 'a constructor', scope, job, derived)
    return false
  }
  const place = placeOf(node, job)
  if (place) visitSynchronous(value, place, scope, job)
  else if (needsFrame(value)) return visitFrameMethod(node, scope, job)
  else visitPlain(value, scope, job)
  return false
}

function visitFrameMethod(node: MethodDefinition, scope: Scope, job: Job): boolean {
  refuseOtherWays(node.value, job)
  // A field before it may have no semicolon, and would be multiplied.
  const star = node.static ? '*' : ';*'
  job.text.open(node.computed ? job.tokens.previous('[', node.key.start) : node.key.start, star)
  visitFrameBody(node.value, frameScope(scope), job)
  return node.key.type !== 'PrivateIdentifier'
}

/** What this member is to JavaScript itself, if that calls it; nobody could wait for it then. */
function placeOf(node: Member, job: Job): string | undefined {
  const name = node.computed ? '' : keyName(node.key)
  const kind = node.type === 'PropertyDefinition' ? 'field' : node.kind
  if (kind === 'get' || kind === 'set') return `the ${kind}ter ${name || 'of a computed name'}`
  if (ENGINE_METHODS.has(name)) return `${name}(), which JavaScript itself calls`
  const symbol = node.computed && node.key.type === 'MemberExpression' ? node.key : undefined
  if (symbol?.object.type !== 'Identifier' || symbol.object.name !== 'Symbol') return undefined
  const property = symbol.property.type === 'Identifier' ? symbol.property.name : ''
  return `[Symbol.${property}]() in ${job.file}, which JavaScript itself calls`
}

/** An object literal; a method that waits becomes a property with a marked function. */
export function visitObject(node: ObjectExpression, scope: Scope, job: Job): void {
  const engine = job.engineObjects.get(node)
  for (const property of node.properties) {
    if (property.type !== 'Property') job.visit(property, scope, node)
    else visitProperty(property, engine, scope, job)
  }
}

function visitProperty(node: Property, engine: string | undefined, scope: Scope, job: Job): void {
  const { value } = node
  if (node.computed) job.visit(node.key, scope)
  if (engine && value.type === 'ObjectExpression') job.engineObjects.set(value, engine)
  const place = placeOf(node, job) ?? engine
  if (place && isFunction(value)) visitSynchronous(value, place, scope, job)
  else if (!node.method || !isFunction(value)) job.visit(value, scope, node)
  else if (needsFrame(value)) visitWaitingMethod(node, value, scope, job)
  else visitPlain(value, scope, job)
}

function visitWaitingMethod(node: Property, value: FunctionNode, scope: Scope, job: Job): void {
  refuseOtherWays(value, job)
  refuseSuper(node, job)
  job.text.open(value.start, ':$f(function*')
  visitFrameBody(value, frameScope(scope), job)
  job.text.close(value.end, node.computed ? ')' : `,${JSON.stringify(keyName(node.key))})`)
}

function refuseSuper(method: Property, job: Job): void {
  const search = (node: Parameters<typeof childrenOf>[0]): void => {
    if (node.type === 'Super') {
      throw errorAt(
        node,
        job.file,
        'super in an object literal is not supported in this style',
        'use a class',
      )
    }
    if (node.type === 'ClassBody') return
    for (const child of childrenOf(node)) search(child)
  }
  search(method.value)
}

/** A field of a class: its value is computed while the object is being made. */
export function visitField(node: PropertyDefinition, scope: Scope, job: Job): void {
  if (node.computed) job.visit(node.key, scope)
  const { value } = node
  if (!value) return
  const inner = ownThis(scope, 'a class field')
  const place = placeOf(node, job)
  if (place && isFunction(value)) visitSynchronous(value, place, inner, job)
  else job.visit(value, inner, node)
}

/** A static block runs while the class is being made. */
export function visitStaticBlock(node: StaticBlock, scope: Scope, job: Job): void {
  const inner = ownThis(scope, 'a static block')
  for (const statement of node.body) job.visit(statement, inner, node)
}
