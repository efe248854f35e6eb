/**
 * Calls: what comes back from each is either a value, or a frame that must be driven. Functions of the
 * language that call back are replaced, here and nowhere else, by versions that know frames.
 */
import type {
  AnyNode,
  CallExpression,
  ChainExpression,
  MemberExpression,
  NewExpression,
  TaggedTemplateExpression,
} from 'acorn'
import { CALLBACK_CONSTRUCTORS, mayCallBack, TAKES_ENGINE_OBJECTS } from './rewrite-names.ts'
import type { Job, Scope } from './rewrite-scope.ts'
import { errorAt } from './syntax.ts'

type Call = CallExpression | ChainExpression | TaggedTemplateExpression

/** What is put around a call: one that may be a frame, one that is, and the same at the end of `a?.b`. */
type Kind = 'maybe' | 'frame' | 'optional frame'

const OPEN = { maybe: '(($t=', frame: '(yield*', 'optional frame': '(($t=' }
const CLOSE = { maybe: ')?.$g===$G?yield*$t:$t)', frame: ')', 'optional frame': ')===void 0?$t:yield*$t)' }

/** Puts what drives a frame before a call. */
export function openCall(node: Call, kind: Kind, scope: Scope, job: Job): void {
  job.text.open(node.start, scope.waits ? OPEN[kind] : kind === 'maybe' ? '$s(' : '$s($frame(')
}

/** Puts what drives a frame behind a call. */
export function closeCall(node: Call, kind: Kind, scope: Scope, job: Job): void {
  const close = `${kind === 'maybe' ? '' : ')'},${JSON.stringify(scope.place)})`
  job.text.close(node.end, scope.waits ? CLOSE[kind] : close)
}

/** The class can't reach its private methods to mark them, so their frames are known by their name. */
export function kindOf({ callee }: CallExpression, scope: Scope): Kind {
  return callee.type === 'MemberExpression' && isPrivateFrame(callee, scope) ? 'frame' : 'maybe'
}

/** `f(x)`: drives the frame, if it is one. */
export function visitCall(node: CallExpression, scope: Scope, job: Job): void {
  if (node.callee.type === 'Super') {
    visitAll(node.arguments, scope, job)
    return
  }
  refuseCode(node, job)
  const kind = kindOf(node, scope)
  openCall(node, kind, scope, job)
  visitBareCall(node, scope, job)
  closeCall(node, kind, scope, job)
}

/** A tagged template is a call. */
export function visitTagged(node: TaggedTemplateExpression, scope: Scope, job: Job): void {
  openCall(node, 'maybe', scope, job)
  job.visitChildren(node, scope)
  closeCall(node, 'maybe', scope, job)
}

/** `new C(x)`: constructors can't wait; what some call back can't either. */
export function visitNew(node: NewExpression, scope: Scope, job: Job): void {
  refuseNew(node, job)
  job.visit(node.callee, scope, node)
  const name = node.callee.type === 'Identifier' ? node.callee.name : ''
  noteEngineObjects(node.arguments, name, job)
  const callback = CALLBACK_CONSTRUCTORS.get(name)
  const [first] = node.arguments
  if (callback && first) job.text.open(first.start, '$w(')
  visitAll(node.arguments, scope, job)
  if (callback && first) job.text.close(first.end, `,${JSON.stringify(callback)})`)
}

/** Visits a call without driving what comes back. */
export function visitBareCall(node: CallExpression, scope: Scope, job: Job): void {
  const { callee } = node
  noteEngineObjects(node.arguments, qualifiedName(callee), job)
  if (callee.type === 'MemberExpression') visitMethodCallee(callee, node, scope, job)
  else job.visit(callee, scope, node)
  visitAll(node.arguments, scope, job)
}

function visitMethodCallee(callee: MemberExpression, call: CallExpression, scope: Scope, job: Job): void {
  if (isPrivateFrame(callee, scope)) {
    job.visit(callee.object, scope, callee)
  } else if (callsBack(callee) && !call.optional && !isParenthesized(callee, job)) {
    job.text.open(callee.start, '$m(')
    job.visit(callee.object, scope, callee)
    passAsArguments(callee, call, scope, job)
  } else job.visit(callee, scope, call)
}

const isPrivateFrame = (node: MemberExpression, scope: Scope): boolean =>
  node.property.type === 'PrivateIdentifier' && scope.privateFrames.has(node.property.name)

/** Whether a method may be one of the language's that call back; a computed name may be any. */
export function callsBack({ object, property, computed }: MemberExpression): boolean {
  if (object.type === 'Super' || property.type === 'PrivateIdentifier') return false
  if (computed) return property.type !== 'Literal' || mayCallBack(String(property.value))
  return property.type === 'Identifier' && mayCallBack(property.name)
}

const isParenthesized = (callee: MemberExpression, job: Job): boolean =>
  job.tokens.labelAt(callee.end) === ')'

/** `.name(` becomes `,"name",`; what stands between the tokens stays. */
export function passAsArguments(
  callee: MemberExpression,
  call: CallExpression,
  scope: Scope,
  job: Job,
): void {
  const { text, tokens } = job
  const { property, computed } = callee
  if (computed) {
    const open = tokens.previous('[', property.start)
    if (!callee.optional) text.replace(open, open + 1, ',')
    job.visit(property, scope, callee)
    text.replace(callee.end - 1, callee.end, '')
  } else {
    if (!callee.optional) {
      const dot = tokens.previous('.', property.start)
      text.replace(dot, dot + 1, ',')
    }
    text.replace(
      property.start,
      property.end,
      JSON.stringify(property.type === 'Identifier' ? property.name : ''),
    )
  }
  const parenthesis = tokens.next('(', callee.end)
  text.replace(parenthesis, parenthesis + 1, call.arguments.length > 0 ? ',' : '')
}

/** `o.#m` as a value: marked here. */
export function visitMember(node: MemberExpression, scope: Scope, job: Job): void {
  const marked = isPrivateFrame(node, scope)
  if (marked) job.text.open(node.start, '$f(')
  job.visit(node.object, scope, node)
  if (node.computed) job.visit(node.property, scope, node)
  if (marked) job.text.close(node.end, ')')
}

/** The name after the dot; for messages and tables. */
export const keyOf = ({ property }: MemberExpression): string =>
  property.type === 'Identifier' ? property.name : 'name'

function refuseCode({ callee }: CallExpression, job: Job): void {
  if (callee.type !== 'Identifier' || (callee.name !== 'eval' && callee.name !== 'Function')) return
  throw errorAt(
    callee,
    job.file,
    `${callee.name}() is not supported in this style`,
    'code made at run time could not wait',
  )
}

function refuseNew({ callee }: NewExpression, job: Job): void {
  if (callee.type !== 'Identifier') return
  if (callee.name === 'Function') {
    throw errorAt(
      callee,
      job.file,
      'new Function() is not supported in this style',
      'code made at run time could not wait',
    )
  }
  if (job.functions.has(callee.name) && !job.otherNames.has(callee.name)) {
    throw errorAt(
      callee,
      job.file,
      `${callee.name} is a function, not a class`,
      `write class ${callee.name} { constructor() { … } }`,
    )
  }
}

/** Object literals among these arguments have methods that JavaScript itself calls. */
function noteEngineObjects(values: readonly AnyNode[], name: string, job: Job): void {
  const what = TAKES_ENGINE_OBJECTS.get(name)
  if (!what) return
  for (const value of values) if (value.type === 'ObjectExpression') job.engineObjects.set(value, what)
}

function qualifiedName(callee: AnyNode): string {
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return ''
  return `${callee.object.name}.${keyOf(callee)}`
}

/** Visits nodes in a row. */
export function visitAll(nodes: readonly AnyNode[], scope: Scope, job: Job): void {
  for (const node of nodes) job.visit(node, scope)
}
