/** What every program on a slide has to be: short, marked once, and run by the one driver there is. */
import { describe, expect, it } from 'vitest'
import { DEMO_NAMES, programOf, stylesOf } from '../../server/demos.ts'
import { LIBRARY } from '../../server/library.ts'
import type { Style } from '../../server/run.ts'
import { compile } from '../../server/sandbox/compile.ts'

const programs = DEMO_NAMES.flatMap((demo) => stylesOf(demo).map((style) => ({ demo, style })))
const files = import.meta.glob<string>('../../demos/**/*.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
})

describe.each(programs)('$demo/$style', ({ demo, style }) => {
  const source = programOf(demo, style)!
  const lines = source.trimEnd().split('\n')

  it('is a whole program of at most 40 lines', () => {
    expect(lines.length).toBeLessThanOrEqual(40)
    expect(source).toMatch(/^export function main\(\)/m)
  })

  it('shows one region of at most 16 lines × 52 columns', () => {
    expect(source.match(/^\/\/#region show$/gm)).toHaveLength(1)
    expect(source.match(/^\/\/#endregion$/gm)).toHaveLength(1)
    const shown = lines.slice(lines.indexOf('//#region show') + 1, lines.indexOf('//#endregion'))
    expect(shown.length).toBeGreaterThan(0)
    expect(shown.length).toBeLessThanOrEqual(16)
    expect(Math.max(...shown.map(({ length }) => length))).toBeLessThanOrEqual(52)
  })
})

describe('find-team', () => {
  it('has greenlets that differ from threads in imports and patch lines only', () => {
    const threads = programOf('find-team', 'threads')!.split('\n')
    const greenlets = programOf('find-team', 'greenlets')!.split('\n')
    const added = greenlets.filter((line) => !threads.includes(line))
    expect(added).toEqual(["import { monkey } from 'gevent'", 'monkey.patchAll()'])
    const kept = greenlets.filter((line) => !added.includes(line))
    const words = (text: string[]) => text.filter((line) => line !== '')
    expect(words(kept)).toEqual(words(threads))
  })

  /** The modules that a style's machine loads, by name. */
  const modulesOf = (style: Style, suspending = false): Record<string, string> =>
    compile({ source: programOf('find-team', style)!, style, suspending, library: LIBRARY }).program.modules

  const driverOf = (modules: Record<string, string>): string[] =>
    Object.keys(modules).filter((name) => name.startsWith('lib/pymongo.ts'))

  it('runs one driver source in every style: as it is, or rewritten so that it can wait', () => {
    expect(driverOf(modulesOf('blocked'))).toEqual(['lib/pymongo.ts'])
    expect(driverOf(modulesOf('threads'))).toEqual(['lib/pymongo.ts'])
    for (const style of ['greenlets', 'callbacks', 'coroutines', 'async'] as const) {
      expect(driverOf(modulesOf(style)), style).toEqual(['lib/pymongo.ts?green'])
    }
    expect(driverOf(modulesOf('threads', true))).toEqual(['lib/pymongo.ts?green'])
  })

  it('compiles that driver from the one file that the library has, line for line', () => {
    const source = LIBRARY.get('pymongo')!
    const changed = source.replace('export class MongoClient', '/* mark */ export class MongoClient')
    const library = new Map([...LIBRARY, ['pymongo', changed]])
    expect(changed).not.toBe(source)
    for (const style of ['blocked', 'threads', 'greenlets', 'async'] as const) {
      const { modules } = compile({
        source: programOf('find-team', style)!,
        style,
        suspending: false,
        library,
      }).program
      const [driver] = driverOf(modules)
      expect(modules[driver!]!.split('\n')).toHaveLength(source.split('\n').length)
    }
  })

  it('has the wire exchange in one place: nothing else in the demos makes or reads messages', () => {
    const exchanging = Object.entries(files)
      .filter(([, text]) => /\bopMsg\(|\bOP_MSG\b/.test(text))
      .map(([path]) => path.replace('../../demos/', ''))
    const callers = exchanging.filter((path) => path !== 'lib/wire.ts')
    expect(callers).toHaveLength(1)
    const importing = (name: string) =>
      Object.entries(files)
        .filter(([, text]) => new RegExp(`from '${name}'`).test(text))
        .map(([path]) => path)
    expect(importing('wire')).toEqual([`../../demos/${callers[0]}`])
  })
})
