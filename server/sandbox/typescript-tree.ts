/** The syntax tree of a TypeScript module, as far as blanking its types looks at it. */
import { tsPlugin } from '@sveltejs/acorn-typescript'
import { type Node, Parser } from 'acorn'
import { childrenOf, parseModule } from './syntax.ts'

const TypeScriptParser = Parser.extend(tsPlugin())

type Part = TypeScriptNode | null | undefined

/** A node with every part that some rule asks for; which of them are there depends on its `type`. */
export interface TypeScriptNode extends Node {
  abstract?: boolean
  accessor?: boolean
  async?: boolean
  declare?: boolean
  definite?: boolean
  optional?: boolean
  name?: string
  importKind?: 'type' | 'value'
  exportKind?: 'type' | 'value'
  body?: Part
  declaration?: Part
  expression?: TypeScriptNode
  id?: TypeScriptNode
  init?: Part
  key?: TypeScriptNode
  left?: Part
  value?: Part
  returnType?: Part
  typeAnnotation?: Part
  typeParameters?: Part
  decorators?: TypeScriptNode[]
  implements?: TypeScriptNode[]
  params?: TypeScriptNode[]
}

/** Reads a TypeScript module; `onComment` is told the range of every comment. */
export function parseTypeScript(
  source: string,
  file: string,
  onComment: (start: number, end: number) => void,
): TypeScriptNode {
  const program: Node = parseModule(source, file, TypeScriptParser, {
    onComment: (_block, _text, start, end) => onComment(start, end),
  })
  return program as TypeScriptNode
}

/** The nodes directly below a node. */
export function partsOf(node: TypeScriptNode): TypeScriptNode[] {
  const parts: Node[] = childrenOf(node)
  return parts as TypeScriptNode[]
}
