/** docs/library.md tells people what to import: the modules and names in it are there. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { LIBRARY } from '../../server/library.ts'

const text = readFileSync(new URL('../../docs/library.md', import.meta.url), 'utf8')
const rows = text
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| Python'))
  .map((line) => line.slice(2, -2).split(' | '))

const quoted = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!)

/** A module's own text and that of all modules of the library that it imports, however far. */
function reachable(name: string, seen = new Set<string>()): string {
  const source = LIBRARY.get(name)
  if (source === undefined || seen.has(name)) return ''
  seen.add(name)
  const imported = [...source.matchAll(/from '(?:green\/)?([\w-]+)'/g)].map(([, module]) => module!)
  return [source, ...imported.map((module) => reachable(module, seen))].join('\n')
}

describe.each(rows.map(([python = '', module = '', here = '']) => ({ python, module, here })))(
  '$python',
  ({ module, here }) => {
    const modules = quoted(module)

    it('names modules that the library has', () => {
      expect(modules.filter((name) => !LIBRARY.has(name))).toEqual([])
    })

    it('names what they have', () => {
      const sources = (modules.length > 0 ? modules : ['ioloop', 'gevent']).map((name) => reachable(name))
      const words = quoted(here).flatMap((code) => code.match(/\b[a-zA-Z]\w{3,}(?=\(|$|\.|\)|,)/g) ?? [])
      const known =
        /^(?:body|callback|deactivate|filter|function|Page|this|mongodb|true|false|null|timeout|async|find|host|port|worldcup|matches)$/
      const names = words.filter((word) => !known.test(word))
      const missing = names.filter(
        (name) => !sources.some((source) => new RegExp(`\\b${name}\\b`).test(source)),
      )
      expect(missing).toEqual([])
    })
  },
)

it('has rows', () => {
  expect(rows.length).toBeGreaterThan(20)
})
