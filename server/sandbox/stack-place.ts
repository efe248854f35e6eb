/** Where a guest stood, from the text of a stack trace: `    at name (file:line:column)` a line, innermost first. */
import type { AnyNode, Node } from 'acorn'
import type { Position } from '../kernel/events.ts'
import type { CompiledProgram } from './compile.ts'
import { type FunctionNode, isFunction } from './rewrite-scan.ts'
import { childrenOf, parseModule } from './syntax.ts'

/** A place in the program, and the function that it is in. */
export interface StackPlace {
  at: Position
  name: string
  /** False: the engine knows the function only. */
  known: boolean
}

const FRAME = /at (.*) \((.*):(\d+):(\d+)\)$/

/** The innermost place of a stack that is in the program itself. */
export function placeIn(
  stack: string,
  { file, modules }: Pick<CompiledProgram, 'file' | 'modules'>,
): StackPlace | undefined {
  for (const line of stack.split('\n')) {
    const [, name, module, row, column] = FRAME.exec(line) ?? []
    if (module !== file || name === undefined) continue
    const at = { file, line: Number(row), column: Number(column) }
    return { at, name, known: isLineKnown(modules[file]!, at, name) }
  }
  return undefined
}

/**
 * Whether the engine knew its line when it told this place. It keeps it at calls only: interrupted elsewhere, it
 * tells where the function begins or, in a loop that calls nothing, where an earlier call was. `code` is the
 * module as it runs.
 */
function isLineKnown(code: string, at: Position, name: string): boolean {
  const functions = allOf(parseModule(code, at.file), isFunction)
  const innermost = functions.findLast((node) => contains(node, at))
  if (!innermost) return functions.every((node) => nameOf(node) !== name)
  const elsewhere = allOf(innermost.body, isLoop).filter((loop) => !contains(loop, at))
  return contains(innermost.body, at) && elsewhere.every((loop) => allOf(loop, isCall).length > 0)
}

/** All nodes of a kind below a node, outer ones first. */
function allOf<Kind extends AnyNode>(node: Node, isKind: (node: AnyNode) => node is Kind): Kind[] {
  return childrenOf(node).flatMap((child) => [...(isKind(child) ? [child] : []), ...allOf(child, isKind)])
}

const isLoop = (node: AnyNode): node is AnyNode => /^(For|While|DoWhile)/.test(node.type)
const isCall = (node: AnyNode): node is AnyNode => /^(Call|New|TaggedTemplate)Expression$/.test(node.type)

const nameOf = ({ id }: FunctionNode): string | undefined => (id && 'name' in id ? id.name : undefined)

function contains({ loc }: Node, { line, column }: Position): boolean {
  const { start, end } = loc!
  const after = line > start.line || (line === start.line && column > start.column)
  const before = line < end.line || (line === end.line && column <= end.column)
  return after && before
}
