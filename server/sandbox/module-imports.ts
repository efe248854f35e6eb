/** Which modules a module asks for, so that a program can be loaded and refused before any of it runs. */
import type { ExportAllDeclaration, ExportNamedDeclaration, ImportDeclaration, Node } from 'acorn'
import { childrenOf, errorAt, parseModule } from './syntax.ts'

/** One `from '…'` of a module: 1-based line and column of the specifier. */
export interface ModuleImport {
  specifier: string
  line: number
  column: number
}

type FromStatement = ImportDeclaration | ExportNamedDeclaration | ExportAllDeclaration

/** All static imports and re-exports, in the order of the text; a CompileError for `import()`. */
export function moduleImports(javascript: string, file: string): ModuleImport[] {
  const program = parseModule(javascript, file)
  if (/\bimport\b/.test(javascript)) refuseDynamicImport(program, file)
  const statements = program.body.filter((node): node is FromStatement => 'source' in node && !!node.source)
  return statements.map(({ source }) => {
    const { line, column } = source!.loc!.start
    return { specifier: String(source!.value), line, column: column + 1 }
  })
}

function refuseDynamicImport(node: Node, file: string): void {
  if (node.type === 'ImportExpression') {
    throw errorAt(node, file, 'import() is not supported', 'import at the top of the file')
  }
  for (const child of childrenOf(node)) refuseDynamicImport(child, file)
}
