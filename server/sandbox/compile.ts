/** From the text of a program to the modules a machine loads: types off, rewritten where its style needs it. */
import { blankTypes } from './blank-types.ts'
import { CompileError } from './compile-error.ts'
import { moduleImports } from './module-imports.ts'
import { type Compilation, isForLoops, isGreen, type ModuleName, resolveModule } from './modules.ts'
import { rewrite } from './rewrite.ts'
import { checkThreadRules } from './thread-rules.ts'

/** What a machine loads. Plain data: it travels to workers. */
export interface CompiledProgram extends Compilation {
  /** JavaScript by resolved name. */
  modules: Record<ModuleName, string>
  /** The module that loads them all and says how the program is entered. */
  boot: string
}

export interface Compiled {
  program: CompiledProgram
  /** From a 1-based place in the program as it runs to the column that its author sees. */
  column: (line: number, column: number) => number
}

export interface CompileOptions {
  source: string
  style: string
  /** System calls suspend their thread: threads in virtual time. */
  suspending: boolean
  /** The guest library's sources, by name. */
  library: ReadonlyMap<string, string>
}

/** Compiles a program and the part of the library that it needs. Throws a CompileError. */
export function compile({ source, style, suspending, library }: CompileOptions): Compiled {
  const file = `${style}.ts`
  const compilation: Compilation = { file, green: suspending || style === 'greenlets', suspending }
  const javascript = blankTypes(source, file)
  if (style === 'threads') checkThreadRules(javascript, file)
  const own = compilation.green ? rewrite(javascript, file) : { code: javascript, column: unshifted }
  const modules: Record<ModuleName, string> = { [file]: own.code }
  const boot = bootModule(style, file)
  addImports(boot, 'boot', compilation, library, modules)
  addImports(javascript, file, compilation, library, modules)
  return { program: { ...compilation, modules, boot }, column: own.column }
}

const unshifted = (_line: number, column: number): number => column

function addImports(
  javascript: string,
  importer: ModuleName,
  compilation: Compilation,
  library: ReadonlyMap<string, string>,
  modules: Record<ModuleName, string>,
): void {
  for (const { specifier, line, column } of moduleImports(javascript, importer)) {
    if (specifier === compilation.file) continue
    const fail = (message: string) => {
      throw new CompileError(message, { file: importer, line, column })
    }
    const source = library.get(specifier)
    if (source === undefined)
      fail(`no module "${specifier}" here (there are: ${[...library.keys()].join(', ')})`)
    if (compilation.suspending && isForLoops(specifier)) {
      fail(`"${specifier}" is for programs with an event loop, not for threads`)
    }
    const name = resolveModule(compilation, importer, specifier)
    if (name in modules) continue
    const blanked = libraryJavaScript(specifier, source!)
    modules[name] = isGreen(name) ? libraryRewritten(specifier, blanked) : blanked
    addImports(blanked, name, compilation, library, modules)
  }
}

/** The library never changes while we run, so each of its files is compiled once. */
const blankedLibrary = new Map<string, string>()
const rewrittenLibrary = new Map<string, string>()

function libraryJavaScript(name: string, source: string): string {
  const known = blankedLibrary.get(name)
  if (known !== undefined) return known
  const blanked = blankTypes(source, `lib/${name}.ts`)
  blankedLibrary.set(name, blanked)
  return blanked
}

function libraryRewritten(name: string, blanked: string): string {
  const known = rewrittenLibrary.get(name)
  if (known !== undefined) return known
  const { code } = rewrite(blanked, `lib/${name}.ts`)
  rewrittenLibrary.set(name, code)
  return code
}

/** How a program is entered: in a thread by name, on greenlets through the main greenlet, else just called. */
function bootModule(style: string, file: string): string {
  const program = `import * as program from '${file}'\n`
  const define = (how: string) =>
    `Object.defineProperty(globalThis, '$entry', { value: (target, args) => ${how} })\n`
  const check = `if (typeof program.main !== 'function') throw new Error('a program needs an exported function main')\n`
  if (style === 'threads') {
    return `import { enter } from 'thread'\n${program}${check}${define('enter(program, target, args)')}`
  }
  if (style === 'greenlets') {
    return `import { runMain } from 'greenlet'\n${program}${check}${define('runMain(program[target])')}`
  }
  return `${program}${check}${define('program[target]()')}`
}
