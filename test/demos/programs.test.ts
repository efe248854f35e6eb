/** What every program on a slide has to be: short, and marked once. */
import { describe, expect, it } from 'vitest'
import { DEMO_NAMES, demoNamed, programOf, stylesOf } from '../../server/demos.ts'
import type { Style } from '../../server/run.ts'
import { applyEdit } from '../../server/trace/demo.ts'

const programs = DEMO_NAMES.flatMap((demo) => {
  const originals = stylesOf(demo).map((style) => ({
    name: `${demo}/${style}`,
    source: programOf(demo, style)!,
  }))
  const edited = demoNamed(demo)!.edits.map((edit) => ({
    name: `${demo}/${edit.style}, ${edit.name}`,
    source: applyEdit(programOf(demo, edit.style as Style)!, edit),
  }))
  return [...originals, ...edited]
})
describe.each(programs)('$name', ({ source }) => {
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
})
