/**
 * Threads share no memory here: each runs in a machine of its own, with its own copy of every module. What
 * would only seem to work is refused before the program runs: writing from a function to a variable of the
 * module, or into what it holds, and giving a thread or a process a function that another machine could not
 * find by its name.
 */
import type { AnyNode, CallExpression, NewExpression, Node, Pattern, Program } from 'acorn'
import { namesIn } from './rewrite-declarations.ts'
import { isFunction } from './rewrite-scan.ts'
import { childrenOf, errorAt, parseModule } from './syntax.ts'
import { changedBy, collectionsOf } from './thread-state.ts'
import { poolsOf, targetOf } from './thread-targets.ts'

interface Module {
  file: string
  /** Names declared at the top level, not counting imports. */
  variables: ReadonlySet<string>
  /** Those of them that hold a list, a map or a set. */
  collections: ReadonlySet<string>
  /** Names of pools of threads, wherever they're declared. */
  pools: ReadonlySet<string>
  /** Names that another machine finds: exported ones and imported ones. */
  reachable: ReadonlySet<string>
}

/** Where a node stands: the names declared between it and the top level, and whether a function is in between. */
interface Place {
  inFunction: boolean
  local: ReadonlySet<string>
}

/** Throws a CompileError at the first place in a module (JavaScript) that only makes sense with shared memory. */
export function checkThreadRules(javascript: string, file: string): void {
  const program = parseModule(javascript, file)
  const module = {
    file,
    variables: new Set(namesDeclaredBy(program.body)),
    collections: collectionsOf(program.body),
    pools: poolsOf(program),
    reachable: reachableNames(program),
  }
  for (const statement of program.body) check(statement, { inFunction: false, local: new Set() }, module)
}

function check(node: AnyNode, place: Place, module: Module): void {
  if (place.inFunction) {
    for (const target of assigned(node)) refuseShared(target, place, module)
    refuseChange(node, place, module)
  }
  if (node.type === 'CallExpression' || node.type === 'NewExpression') checkTarget(node, place, module)
  const inside = enter(node, place)
  for (const child of childrenOf(node)) check(child, inside, module)
}

function refuseShared(target: Pattern, { local }: Place, { file, variables }: Module): void {
  const name = namesIn(target).find((name) => variables.has(name) && !local.has(name))
  if (name === undefined) return
  throw errorAt(
    target,
    file,
    `threads share no memory here: only this thread would see the new ${name}`,
    'return the value, and get it from join()',
  )
}

function refuseChange(node: AnyNode, { local }: Place, { file, variables, collections }: Module): void {
  const name = changedBy(node, collections)
  if (name === undefined || !variables.has(name) || local.has(name)) return
  throw errorAt(
    node,
    file,
    `threads share no memory here: only this thread would see what changes in ${name}`,
    'share a Counter or a Queue, or return the value, and get it from join()',
  )
}

/** What a node assigns to, other than by declaring it. */
function assigned(node: AnyNode): Pattern[] {
  switch (node.type) {
    case 'AssignmentExpression':
      return [node.left]
    case 'UpdateExpression':
      return node.argument.type === 'Identifier' ? [node.argument] : []
    case 'ForOfStatement':
    case 'ForInStatement':
      return node.left.type === 'VariableDeclaration' ? [] : [node.left]
    default:
      return []
  }
}

function checkTarget(call: CallExpression | NewExpression, place: Place, module: Module): void {
  const target = targetOf(call, module.pools)
  const problem = target && problemWith(target, place, module)
  if (!problem) return
  throw errorAt(
    target,
    module.file,
    `threads share no memory here: ${problem}`,
    'pass an exported function of the top level, and its values as arguments',
  )
}

function problemWith(target: AnyNode, { local }: Place, { reachable }: Module): string | undefined {
  if (isFunction(target)) return 'a new thread could not see what this function closes over'
  if (target.type === 'MemberExpression') return 'a new thread could not see the object of this method'
  if (target.type !== 'Identifier') return 'a new thread finds its function by name'
  if (local.has(target.name)) return `a new thread could not see ${target.name}, which is local to a function`
  return reachable.has(target.name)
    ? undefined
    : `a new thread can not find ${target.name}, which is not exported`
}

function enter(node: AnyNode, place: Place): Place {
  const names = localNames(node)
  const inFunction = place.inFunction || isFunction(node)
  if (names.length === 0) return inFunction === place.inFunction ? place : { ...place, inFunction }
  return { inFunction, local: new Set([...place.local, ...names]) }
}

/** The names that a node declares for what is inside it. */
function localNames(node: AnyNode): string[] {
  if (isFunction(node)) {
    const own = node.type === 'FunctionExpression' ? ownName(node) : []
    return [...node.params.flatMap(namesIn), ...varNames(node.body), ...own]
  }
  switch (node.type) {
    case 'BlockStatement':
    case 'StaticBlock':
      return namesDeclaredBy(node.body)
    case 'SwitchStatement':
      return namesDeclaredBy(node.cases.flatMap((branch) => branch.consequent))
    case 'ForStatement':
      return node.init?.type === 'VariableDeclaration' ? namesDeclaredBy([node.init]) : []
    case 'ForOfStatement':
    case 'ForInStatement':
      return node.left.type === 'VariableDeclaration' ? namesDeclaredBy([node.left]) : []
    case 'CatchClause':
      return node.param ? namesIn(node.param) : []
    default:
      return node.type === 'ClassExpression' ? ownName(node) : []
  }
}

const ownName = (node: AnyNode): string[] =>
  'id' in node && node.id?.type === 'Identifier' ? [node.id.name] : []

/** `var` belongs to the whole function. */
function varNames(node: AnyNode): string[] {
  if (isFunction(node)) return []
  const own = node.type === 'VariableDeclaration' && node.kind === 'var' ? namesDeclaredBy([node]) : []
  return [...own, ...childrenOf(node).flatMap(varNames)]
}

/** The names that statements declare in their own block. */
function namesDeclaredBy(statements: readonly AnyNode[]): string[] {
  return statements.flatMap((statement): string[] => {
    const exported =
      statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration'
    const node = exported ? statement.declaration : statement
    if (node?.type === 'VariableDeclaration') return node.declarations.flatMap(({ id }) => namesIn(id))
    return node?.type === 'FunctionDeclaration' || node?.type === 'ClassDeclaration' ? ownName(node) : []
  })
}

function reachableNames({ body }: Program): Set<string> {
  return new Set(
    body.flatMap((statement): string[] => {
      if (statement.type === 'ImportDeclaration') return statement.specifiers.map(({ local }) => local.name)
      if (statement.type !== 'ExportNamedDeclaration')
        return namesDeclaredBy(isDefault(statement) ? [statement] : [])
      const listed = statement.source ? [] : statement.specifiers.flatMap(({ local }) => ownLocal(local))
      return [...namesDeclaredBy([statement]), ...listed]
    }),
  )
}

const isDefault = (node: Node): boolean => node.type === 'ExportDefaultDeclaration'
const ownLocal = (node: AnyNode): string[] => (node.type === 'Identifier' ? [node.name] : [])
