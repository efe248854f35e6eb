/**
 * `for … of`: `$of` hands native lists through, and makes every step of another iterator a value of the
 * loop, so that a step that is a frame is driven where it can wait: at the beginning of the body.
 */
import type { AnyNode, ForOfStatement } from 'acorn'
import type { Job, Scope } from './rewrite-scope.ts'
import { errorAt } from './syntax.ts'

/** `for (const x of xs) {…}` becomes `for (let $p1 of $of(xs)) {…drive $p1…;const x=$p1;{…}}`. */
export function visitForOf(node: ForOfStatement, scope: Scope, job: Job): void {
  if (node.await) {
    throw errorAt(
      node,
      job.file,
      'for await is not supported in this style',
      'write for … of: its steps may wait',
    )
  }
  if (!scope.waits || node.right.type === 'ArrayExpression') job.visitChildren(node, scope)
  else visitWaitingLoop(node, scope, job)
}

function visitWaitingLoop(node: ForOfStatement, scope: Scope, job: Job): void {
  job.loops++
  const step = `$p${job.loops}`
  job.visit(node.left, scope, node)
  job.text.open(node.right.start, '$of(')
  job.visit(node.right, scope, node)
  job.text.close(node.right.end, ')')
  visitBody(node, step, scope, job)
}

function visitBody({ left, body }: ForOfStatement, step: string, scope: Scope, job: Job): void {
  const { text } = job
  const block = body.type === 'BlockStatement'
  const start = block ? body.start + 1 : body.start
  const assigns = left.type !== 'VariableDeclaration'
  text.head(start, `${block ? '' : '{'}${drive(step)}${assigns ? '(' : ''}`)
  text.move(left.start, left.end, start, `let ${step}`)
  text.head(start, `=${step}${assigns ? ')' : ''};{`)
  job.visit(body, scope)
  text.close(block ? body.end - 1 : body.end, block ? '}' : '}}')
}

const drive = (step: string): string =>
  `if(${step}?.$n===$G&&(${step}=${step}.end(yield*${step}.frame))===$END)break;`

/** Whether the text of a node would be taken for the arguments of a call in the line before. */
export function startsStatement(parent: AnyNode | undefined): boolean {
  return /^(Program|BlockStatement|StaticBlock|SwitchCase)$/.test(parent?.type ?? '')
}
