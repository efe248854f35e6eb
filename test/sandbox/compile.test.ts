import { describe, expect, it } from 'vitest'
import { LIBRARY } from '../../server/library.ts'
import { compile } from '../../server/sandbox/compile.ts'

const MAIN = 'export function main() {}'
const compiled = (source: string, style: string, suspending = false) =>
  compile({ source, style, suspending, library: LIBRARY })
const modules = (...request: Parameters<typeof compiled>): string[] =>
  Object.keys(compiled(...request).program.modules).sort()

describe('modules', () => {
  it('are those that the program asks for, and what these ask for', () => {
    expect(modules(MAIN, 'callbacks')).toEqual(['callbacks.ts'])
    expect(modules(`import { Socket } from 'socket'\n${MAIN}`, 'callbacks')).toEqual([
      'callbacks.ts',
      'lib/context.ts',
      'lib/os-error.ts',
      'lib/os.ts',
      'lib/socket.ts',
      'lib/stack-context.ts',
      'lib/syscall.ts',
    ])
  })

  it('are rewritten where the style has greenlets or suspending threads, those that only compute excepted', () => {
    const source = `import { Socket } from 'socket'\nimport { encode } from 'bson'\n${MAIN}`
    expect(modules(source, 'greenlets')).toContain('lib/socket.ts?green')
    expect(modules(source, 'greenlets')).toContain('lib/bson.ts')
    expect(modules(source, 'threads', true)).toContain('lib/os.ts?green')
    expect(modules(source, 'threads')).toContain('lib/socket.ts')
  })

  it('keep the columns of the program even when it is rewritten', () => {
    const source = `import { sleep } from 'os'\nexport function main() { sleep(1); sleep(2) }`
    const { program, column } = compiled(source, 'threads', true)
    const code = program.modules['threads.ts']!.split('\n')[1]!
    expect(column(2, code.indexOf('sleep(2)') + 1)).toBe(source.split('\n')[1]!.indexOf('sleep(2)') + 1)
  })
})

describe('a mistake', () => {
  const mistake = (source: string, style = 'callbacks', suspending = false) => {
    try {
      compiled(source, style, suspending)
    } catch (error) {
      return error
    }
    return undefined
  }

  it('is told with its line and column', () => {
    expect(mistake(`\n  const = 1`)).toMatchObject({
      file: 'callbacks.ts',
      line: 2,
      column: 9,
      message: 'unexpected token',
    })
  })

  it('in the name of a module is told with the names there are', () => {
    const error = mistake(`import { x } from 'fs'\n${MAIN}`)
    expect(error).toMatchObject({ line: 1, column: 19 })
    expect((error as Error).message).toMatch(/^no module "fs" here \(there are: .*\bpymongo\b.*\)$/)
  })

  it('in the name of a module is told with the name that was meant, if there is one like it', () => {
    const error = mistake(`import { x } from 'gevnet'\n${MAIN}`)
    expect((error as Error).message).toBe('no module "gevnet" here (did you mean "gevent"?)')
  })

  it('is a loop where system calls suspend', () => {
    expect(mistake(`import { IOLoop } from 'ioloop'\n${MAIN}`, 'threads', true)).toMatchObject({
      message: '"ioloop" is for programs with an event loop, not for threads',
    })
    expect(mistake(`import { IOLoop } from 'ioloop'\n${MAIN}`, 'threads')).toBeUndefined()
  })

  it('is the same for threads on both runtimes', () => {
    const source = 'let hits = 0\nexport function main() { hits += 1 }'
    const errors = [mistake(source, 'threads'), mistake(source, 'threads', true)]
    for (const error of errors) expect(error).toMatchObject({ line: 2, column: 26 })
    expect(mistake(source, 'greenlets')).toBeUndefined()
  })
})
