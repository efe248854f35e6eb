/** Threads, gevent, Motor and a blocked loop run the very same driver: there is no copy and no variant of it. */
import { describe, expect, it } from 'vitest'
import { DEMO_NAMES, programOf, stylesOf } from '../../server/demos.ts'
import { LIBRARY } from '../../server/library.ts'
import type { Style } from '../../server/run.ts'
import { blankTypes } from '../../server/sandbox/blank-types.ts'
import { compile } from '../../server/sandbox/compile.ts'
import { plainName } from '../../server/sandbox/modules.ts'
import { rewrite } from '../../server/sandbox/rewrite.ts'

const files = import.meta.glob<string>('../../demos/**/*.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
})
const texts = Object.entries(files).map(([path, text]) => [path.replace('../../demos/', ''), text] as const)

/** The driver: what `pymongo` imports, but for the system's own modules. */
const DRIVER = driverFiles('pymongo')

function driverFiles(name: string, found = new Set<string>()): Set<string> {
  const isOwn = /^(pymongo|mongo-|wire$|bson$|object-id$)/.test(name)
  if (!isOwn || found.has(name)) return found
  found.add(name)
  for (const [, imported] of LIBRARY.get(name)!.matchAll(/ from '([^']+)'/g)) driverFiles(imported!, found)
  return found
}

/** A program in every way of using the driver. */
const PROGRAMS: { way: string; style: Style; source: string; suspending?: boolean }[] = [
  ...DEMO_NAMES.flatMap((demo) =>
    stylesOf(demo).map((style) => ({ way: `${demo}, ${style}`, style, source: programOf(demo, style)! })),
  ),
  ...(['find-team', 'login'] as const).map((demo) => ({
    way: `${demo}, threads in virtual time`,
    style: 'threads' as const,
    source: programOf(demo, 'threads')!,
    suspending: true,
  })),
  { way: 'the tests of the driver', style: 'blocked', source: using('driver-suite', 'runSuite') },
  ...(LIBRARY.has('resync')
    ? [{ way: 'resync', style: 'callbacks' as const, source: using('resync', '* as resync') }]
    : []),
]

function using(module: string, what: string): string {
  const names = what.startsWith('*') ? what : `{ ${what} }`
  return `import ${names} from '${module}'\nexport function main() { console.log(${what.replace('* as ', '')}) }\n`
}

/** The modules of the driver that a program's machine loads, by their names. */
function loaded({ style, source, suspending = false }: (typeof PROGRAMS)[number]): Map<string, string> {
  const { modules } = compile({ source, style, suspending, library: LIBRARY }).program
  return new Map(Object.entries(modules).filter(([name]) => DRIVER.has(baseOf(name))))
}

const baseOf = (module: string): string => /^lib\/(.+)\.ts/.exec(module)?.[1] ?? ''

/** Where a program asks for the driver at all, which of its files has it, and how are they compiled? */
const users = PROGRAMS.filter((program) =>
  [...loaded(program).keys()].some((name) => /pymongo-client/.test(name)),
)

describe('the driver', () => {
  it('is many files, and in use in every style there is', () => {
    expect(DRIVER.size).toBeGreaterThan(12)
    const styles = new Set(users.map(({ style }) => style))
    expect([...styles].sort()).toEqual([
      'async',
      'blocked',
      'callbacks',
      'coroutines',
      'greenlets',
      'threads',
    ])
  })

  it.each(users)('is all of these files, each of them once: $way', (program) => {
    const bases = [...loaded(program).keys()].map(baseOf)
    expect(bases.sort()).toEqual([...DRIVER].sort())
  })

  it.each(users)('is compiled from these files and nothing else, plain or rewritten: $way', (program) => {
    for (const [name, code] of loaded(program)) {
      const base = baseOf(name)
      const plain = blankTypes(LIBRARY.get(base)!, `lib/${base}.ts`)
      const expected = name.endsWith('?green') ? rewrite(plain, `lib/${base}.ts`).code : plain
      expect(code === expected, name).toBe(true)
    }
  })

  it('is plain where it blocks, and rewritten where it has to let others run', () => {
    const clientOf = (style: Style, suspending = false) =>
      [...loaded({ way: '', style, source: programOf('find-team', style)!, suspending }).keys()].find(
        (name) => name.startsWith('lib/pymongo-client.ts'),
      )
    for (const style of ['blocked', 'threads'] as const) expect(clientOf(style)).toBe('lib/pymongo-client.ts')
    for (const style of ['greenlets', 'callbacks', 'coroutines', 'async'] as const)
      expect(clientOf(style), style).toBe('lib/pymongo-client.ts?green')
    expect(clientOf('threads', true)).toBe('lib/pymongo-client.ts?green')
  })

  it('has the wire exchange to itself, but for AsyncMongo, which is a copy and says so', () => {
    const exchanging = texts.filter(([, text]) => /\bopMsg\(|\bOP_MSG\b|from '(green\/)?wire'/.test(text))
    const outside = exchanging
      .map(([path]) => path)
      .filter((path) => !DRIVER.has(plainName(path.replace(/^lib\/|\.ts$/g, ''))))
    expect(outside.filter((path) => !path.startsWith('lib/asyncmongo'))).toEqual([])
  })

  it('is changed by nobody: no subclass of it, no method of it put in its place', () => {
    const classes = [...DRIVER].flatMap((name) =>
      [...LIBRARY.get(name)!.matchAll(/^export (?:abstract )?class (\w+)/gm)].map(([, found]) => found!),
    )
    expect(classes).toContain('MongoClient')
    const names = classes.filter((name) => !/Error|Failure|Reconnect|NotFound|Invalid|Timeout/.test(name))
    const change = new RegExp(
      `(?:class \\w+(?:<[^>]*>)? extends (?:${names.join('|')})\\b|(?:${names.join('|')})\\.prototype\\b)`,
    )
    const changing = texts.filter(([path, text]) => !DRIVER.has(path.slice(4, -3)) && change.test(text))
    expect(changing.map(([path]) => path)).toEqual([])
  })
})
