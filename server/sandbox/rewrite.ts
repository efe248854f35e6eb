/**
 * The greenlet rewriter: after it, a call may wait in the middle of ordinary code. Functions become
 * generators ("frames"), and `f(x)` becomes `(($t=f(x))?.$g===$G?yield*$t:$t)`: if a frame came back it is
 * driven here, and whatever it waits for goes up to whoever drives the outermost one. All edits stay in
 * their line. What rewritten code calls (`$s`, `$m` …) is defined by green-prelude.ts; why frames are nested,
 * and not kept in an array, is told with figures in docs/greenlets.md.
 */
import { type AnyNode, Parser } from 'acorn'
import { visitCall, visitMember, visitNew, visitTagged } from './rewrite-calls.ts'
import { visitChain } from './rewrite-chains.ts'
import { visitClass, visitField, visitObject, visitStaticBlock } from './rewrite-classes.ts'
import { declaredNames } from './rewrite-declarations.ts'
import { markDeclarations, visitDeclaration, visitExpression } from './rewrite-functions.ts'
import { startsStatement, visitForOf } from './rewrite-loops.ts'
import { refuse } from './rewrite-refusals.ts'
import { needsFrame } from './rewrite-scan.ts'
import type { Job, Scope } from './rewrite-scope.ts'
import { RewrittenText } from './rewrite-text.ts'
import { Tokens } from './rewrite-tokens.ts'
import { childrenOf, parseModule } from './syntax.ts'

/** A rewritten module; `column` turns a 1-based column on a 1-based line of `code` into the source's. */
export interface Rewritten {
  code: string
  column(line: number, column: number): number
}

/** Rewrites an ES module, or throws a CompileError at what can't be rewritten. */
export function rewrite(javascript: string, file: string): Rewritten {
  const text = new RewrittenText(javascript)
  const tokens = new Tokens()
  const program = parseModule(javascript, file, Parser, {
    onToken: (token) => tokens.add(token),
    onComment: (_block, _text, start, end) => text.addComment(start, end),
  })
  const { functions, others } = declaredNames(program)
  const job: Job = {
    file,
    text,
    tokens,
    functions,
    otherNames: others,
    engineObjects: new Map(),
    loops: 0,
    usesChain: false,
    visit: (node, scope, parent) => visit(node, scope, job, parent),
    visitChildren: (node, scope) => visitChildren(node, scope, job),
  }
  visit(program, MODULE_SCOPE, job)
  if (job.usesChain) text.head(0, 'let $c;')
  return text.finish()
}

const MODULE_SCOPE: Scope = {
  waits: false,
  place: 'the top level of a module: put it into a function',
  self: 'this',
  lends: false,
  inFrameArrow: false,
  privateFrames: new Set(),
}

function visitChildren(node: AnyNode, scope: Scope, job: Job): void {
  for (const child of childrenOf(node)) visit(child, scope, job, node)
}

function visit(node: AnyNode, scope: Scope, job: Job, parent?: AnyNode): void {
  refuse(node, scope, job)
  if (visitCode(node, scope, job, parent)) return
  switch (node.type) {
    case 'Program':
    case 'BlockStatement':
      markDeclarations(node.body, node.type === 'Program' ? 0 : node.start + 1, job)
      visitChildren(node, scope, job)
      break
    case 'ExpressionStatement':
      visitChildren(node, scope, job)
      // Without a semicolon in the line before, `(…)` would be taken for its arguments.
      if (startsStatement(parent) && job.text.opensWithParenthesis(node.start)) job.text.head(node.start, ';')
      break
    case 'ExportDefaultDeclaration':
      visitDefault(node, scope, job)
      break
    case 'ThisExpression':
      if (scope.self === '$this') job.text.replace(node.start, node.end, '$this')
      break
    default:
      visitChildren(node, scope, job)
  }
}

/** Visits what has to do with functions, objects and calls; answers false for everything else. */
function visitCode(node: AnyNode, scope: Scope, job: Job, parent?: AnyNode): boolean {
  switch (node.type) {
    case 'FunctionDeclaration':
      visitDeclaration(node, scope, job)
      return true
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      visitExpression(node, scope, job, parent)
      return true
    default: {
      const visitor = VISITORS[node.type] as ((node: AnyNode, scope: Scope, job: Job) => void) | undefined
      visitor?.(node, scope, job)
      return visitor !== undefined
    }
  }
}

type Visitors = {
  [T in AnyNode['type']]?: (node: Extract<AnyNode, { type: T }>, scope: Scope, job: Job) => void
}

const VISITORS: Visitors = {
  CallExpression: visitCall,
  ChainExpression: visitChain,
  ClassDeclaration: visitClass,
  ClassExpression: visitClass,
  ForOfStatement: visitForOf,
  MemberExpression: visitMember,
  NewExpression: visitNew,
  ObjectExpression: visitObject,
  Property: (node, scope, job) => {
    if (node.computed) visit(node.key, scope, job)
    visit(node.value, scope, job)
  },
  PropertyDefinition: visitField,
  StaticBlock: visitStaticBlock,
  TaggedTemplateExpression: visitTagged,
}

/** An anonymous default export becomes an expression, which alone can be marked. */
function visitDefault(
  node: Extract<AnyNode, { type: 'ExportDefaultDeclaration' }>,
  scope: Scope,
  job: Job,
): void {
  const { declaration } = node
  if (declaration.type !== 'FunctionDeclaration' || declaration.id || !needsFrame(declaration)) {
    visit(declaration, scope, job, node)
    return
  }
  visitExpression(declaration, scope, job, node)
  job.text.close(node.end, ';')
}
