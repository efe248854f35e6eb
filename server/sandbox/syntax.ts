/**
 * Reading a program's text into a syntax tree, with every syntax error turned into a CompileError, and
 * walking such a tree without knowing each kind of node.
 */
import { type AnyNode, type Node, type Options, Parser, type Program } from 'acorn'
import { CompileError } from './compile-error.ts'

type ParserClass = typeof Parser

/** Reads an ES module. `parser` can understand more than JavaScript; `options` can listen to tokens and comments. */
export function parseModule(
  source: string,
  file: string,
  parser: ParserClass = Parser,
  options: Pick<Options, 'onToken' | 'onComment'> = {},
): Program {
  try {
    return parser.parse(source, { ...options, ecmaVersion: 2023, sourceType: 'module', locations: true })
  } catch (error) {
    throw syntaxError(error, file)
  }
}

function syntaxError(error: unknown, file: string): unknown {
  if (!(error instanceof SyntaxError) || !('loc' in error)) return error
  const { line, column } = error.loc as { line: number; column: number }
  const message = error.message.replace(/ \(\d+:\d+\)$/, '')
  return new CompileError(message.charAt(0).toLowerCase() + message.slice(1), {
    file,
    line,
    column: column + 1,
  })
}

/** A CompileError at the beginning of a node. */
export function errorAt(node: Node, file: string, message: string, hint?: string): CompileError {
  const { line, column } = node.loc!.start
  return new CompileError(message, { file, line, column: column + 1 }, hint)
}

/** The nodes directly below a node, in the order of the text. */
export function childrenOf(node: Node): AnyNode[] {
  const children: AnyNode[] = []
  for (const part of Object.values(node)) {
    if (Array.isArray(part)) children.push(...part.filter(isNode))
    else if (isNode(part)) children.push(part)
  }
  return children.sort((a, b) => a.start - b.start)
}

function isNode(part: unknown): part is AnyNode {
  return (
    typeof part === 'object' &&
    part !== null &&
    'type' in part &&
    'start' in part &&
    typeof part.type === 'string'
  )
}
