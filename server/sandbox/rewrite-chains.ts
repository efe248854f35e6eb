/** Optional chains: their end may be a call, which is driven as any other; a call further in is refused. */
import type { AnyNode, CallExpression, ChainExpression, MemberExpression } from 'acorn'
import {
  callsBack,
  closeCall,
  keyOf,
  kindOf,
  openCall,
  passAsArguments,
  visitAll,
  visitBareCall,
} from './rewrite-calls.ts'
import type { Job, Scope } from './rewrite-scope.ts'
import { errorAt } from './syntax.ts'

/** `a?.b()`: the chain as a whole is driven, so only its last part may be a call. */
export function visitChain(node: ChainExpression, scope: Scope, job: Job): void {
  const { expression } = node
  refuseCallInside(expression, job)
  if (expression.type === 'CallExpression') visitCallAtEnd(node, expression, scope, job)
  else job.visit(expression, scope, node)
}

function visitCallAtEnd(node: ChainExpression, expression: CallExpression, scope: Scope, job: Job): void {
  const kind = kindOf(expression, scope) === 'frame' ? 'optional frame' : 'maybe'
  openCall(node, kind, scope, job)
  const { callee } = expression
  if (callee.type === 'MemberExpression' && callsBack(callee)) {
    visitChainThatCallsBack(expression, callee, scope, job)
  } else visitBareCall(expression, scope, job)
  closeCall(node, kind, scope, job)
}

/** `a?.b.map(f)` becomes `(($c=a)==null?void 0:$m($c.b,"map",f))`. */
function visitChainThatCallsBack(
  call: CallExpression,
  callee: MemberExpression,
  scope: Scope,
  job: Job,
): void {
  const { text, tokens } = job
  if (call.optional) {
    throw errorAt(
      callee.property,
      job.file,
      'this method is always there',
      `write .${keyOf(callee)}( without \`?.\``,
    )
  }
  const links = optionalLinks(callee)
  job.usesChain = true
  text.open(call.start, '(($c=')
  for (const [index, link] of links.entries()) {
    const at = tokens.previous('?.', link.property.start)
    const last = index === links.length - 1
    const dot = link === callee ? ',' : link.computed ? '' : '.'
    text.replace(at, at + 2, `)==null?void 0:${last ? '$m(' : '($c='}$c${dot}`)
    if (link === callee && link.computed) text.replace(tokens.next('[', at), tokens.next('[', at) + 1, '')
  }
  job.visit(callee.object, scope, callee)
  passAsArguments(callee, call, scope, job)
  visitAll(call.arguments, scope, job)
  text.close(call.end, ')')
}

/** The links of a chain that are optional, from the left. */
function optionalLinks(node: AnyNode): MemberExpression[] {
  if (node.type !== 'MemberExpression') return []
  const before = optionalLinks(node.object)
  return node.optional ? [...before, node] : before
}

function refuseCallInside(last: AnyNode, job: Job): void {
  const inspect = (node: AnyNode): boolean => {
    if (node.type === 'MemberExpression') return inspect(node.object) || node.optional
    if (node.type !== 'CallExpression') return false
    const optional = inspect(node.callee) || node.optional
    if (optional && node !== last) {
      throw errorAt(
        node,
        job.file,
        'a call in the middle of an optional chain can not wait',
        'split the chain: const b = a?.b(), then b?.c',
      )
    }
    return optional
  }
  inspect(last)
}
