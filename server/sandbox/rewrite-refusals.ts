/** What a module in a rewritten style can't contain, other than what calls and functions refuse themselves. */
import type { AnyNode } from 'acorn'
import { TAKEN_NAME } from './rewrite-names.ts'
import type { Job, Scope } from './rewrite-scope.ts'
import { errorAt } from './syntax.ts'

/** Throws a CompileError if this node can't be rewritten where it stands. */
export function refuse(node: AnyNode, scope: Scope, job: Job): void {
  const reason = reasonAgainst(node, scope)
  if (reason) throw errorAt(node, job.file, ...reason)
}

type Reason = [message: string, hint: string] | undefined

function reasonAgainst(node: AnyNode, scope: Scope): Reason {
  switch (node.type) {
    case 'AwaitExpression':
      return ['await is not supported in this style', 'just call the function, it waits']
    case 'ImportExpression':
      return ['import() is not supported', 'import at the top of the file']
    case 'SwitchCase':
      return node.consequent.some((statement) => statement.type === 'FunctionDeclaration')
        ? ['a function declared in a switch is not supported in this style', 'declare it before the switch']
        : undefined
    case 'Super':
    case 'MetaProperty':
      return scope.inFrameArrow
        ? ['an arrow function that waits has no super or new.target', 'use it outside the arrow function']
        : undefined
    case 'Identifier':
      return reasonAgainstName(node.name, scope)
    default:
      return undefined
  }
}

function reasonAgainstName(name: string, scope: Scope): Reason {
  if (TAKEN_NAME.test(name)) return [`the name ${name} is taken in this style`, 'choose a name without $']
  if (name !== 'arguments' || !scope.inFrameArrow) return undefined
  return ['an arrow function that waits has no arguments', 'write (...args) => …']
}
