/** A module's imports are known, with their places, before anything runs. */
import { expect, test } from 'vitest'
import { moduleImports } from '../../server/sandbox/module-imports.ts'

test('lists imports and re-exports where their specifiers stand', () => {
  const source =
    "import { a } from './a.ts'\nimport './b.ts'\nexport * from 'c'\nexport { d } from 'd'\nexport const e = import.meta\n"
  expect(moduleImports(source, 'x.ts')).toEqual([
    { specifier: './a.ts', line: 1, column: 19 },
    { specifier: './b.ts', line: 2, column: 8 },
    { specifier: 'c', line: 3, column: 15 },
    { specifier: 'd', line: 4, column: 19 },
  ])
})

test('refuses import() at its place', () => {
  const load = () => moduleImports("const f = () => {\n  return import('a')\n}", 'x.ts')
  expect(load).toThrow(expect.objectContaining({ name: 'CompileError', file: 'x.ts', line: 2, column: 10 }))
})
