/** From the text of a program to the modules a machine loads: types off, rewritten where its style needs it. */
import { blankTypes } from './blank-types.ts'
import { CompileError } from './compile-error.ts'
import { type ModuleImport, moduleImports } from './module-imports.ts'
import {
  type Compilation,
  isForLoops,
  isGreen,
  type ModuleName,
  plainName,
  resolveModule,
} from './modules.ts'
import { nearestName } from './nearest-name.ts'
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
  addImports(moduleImports(boot, 'boot'), 'boot', compilation, library, modules)
  addImports(moduleImports(javascript, file), file, compilation, library, modules)
  return { program: { ...compilation, modules, boot }, column: own.column }
}

const unshifted = (_line: number, column: number): number => column

function addImports(
  imports: readonly ModuleImport[],
  importer: ModuleName,
  compilation: Compilation,
  library: ReadonlyMap<string, string>,
  modules: Record<ModuleName, string>,
): void {
  for (const { specifier, line, column } of imports) {
    if (specifier === compilation.file) continue
    const fail = (message: string) => {
      throw new CompileError(message, { file: importer, line, column })
    }
    const base = plainName(specifier)
    const source = library.get(base)
    if (source === undefined) fail(`no module "${specifier}" here ${hintFor(base, [...library.keys()])}`)
    if (compilation.suspending && isForLoops(specifier)) {
      fail(`"${specifier}" is for programs with an event loop, not for threads`)
    }
    const name = resolveModule(compilation, importer, specifier)
    if (name in modules) continue
    const file = libraryFile(base, source!)
    modules[name] = isGreen(name) ? rewritten(file) : file.javascript
    addImports(file.imports, name, compilation, library, modules)
  }
}

/** What whoever asks for a module that isn't there may have meant. */
function hintFor(typed: string, names: readonly string[]): string {
  const meant = nearestName(typed, names)
  if (meant !== undefined) return `(did you mean "${meant}"?)`
  // Names of two words are parts of those of one.
  const main = names.filter((name) => !name.includes('-'))
  return `(there are: ${main.join(', ')})`
}

/** A file of the library, compiled. */
interface LibraryFile {
  path: string
  javascript: string
  imports: readonly ModuleImport[]
  /** Rewritten for greenlets, once somebody has asked for that. */
  green?: string
}

/** The library never changes while we run, so each of its files is compiled once. */
const compiledLibrary = new Map<string, LibraryFile>()

function libraryFile(name: string, source: string): LibraryFile {
  const known = compiledLibrary.get(name)
  if (known) return known
  const path = `lib/${name}.ts`
  const javascript = blankTypes(source, path)
  const file: LibraryFile = { path, javascript, imports: moduleImports(javascript, path) }
  compiledLibrary.set(name, file)
  return file
}

function rewritten(file: LibraryFile): string {
  file.green ??= rewrite(file.javascript, file.path).code
  return file.green
}

/** How a program is entered: in a thread by name, on greenlets through the main greenlet, else just called. */
function bootModule(style: string, file: string): string {
  const program = `import * as program from '${file}'\n`
  const define = (how: string) =>
    `Object.defineProperty(globalThis, '$entry', { value: (target, args) => ${how} })\n`
  const check = `if (typeof program.main !== 'function') throw new Error('a program needs an exported function main')\n`
  if (style === 'threads') {
    return `import { enter } from 'thread'\n${program}${check}${define('$follow(enter(program, target, args))')}`
  }
  if (style === 'greenlets') {
    return `import { runMain } from 'greenlet'\n${program}${check}${define('runMain(program[target])')}`
  }
  return `${program}${check}${define('$follow(program[target]())')}`
}
