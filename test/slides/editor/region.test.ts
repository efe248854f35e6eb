import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isShown, joinRegion, splitRegion } from '../../../slides/editor/region.ts'

const PROGRAM = ['import os', '', '//#region show', 'first()', 'second()', '//#endregion', 'main()'].join(
  '\n',
)

describe('the shown region', () => {
  it('is what stands between the marks', () => {
    const region = splitRegion(PROGRAM)
    expect(region.shown).toBe('first()\nsecond()')
    expect(region.firstLine).toBe(4)
  })

  it('is the whole program if the marks are missing, empty or the wrong way round', () => {
    for (const text of [
      'main()',
      '//#region show\n//#endregion',
      '//#endregion\nmain()\n//#region show',
      '//#region show\nmain()',
    ]) {
      expect(splitRegion(text)).toEqual({ before: '', shown: text, after: '', firstLine: 1 })
    }
  })

  it('finds marks that are indented', () => {
    expect(splitRegion('{\n  //#region show\n  body()\n  //#endregion\n}').shown).toBe('  body()')
  })

  it('gives the program back, byte for byte', () => {
    const line = fc.constantFrom('//#region show', '//#endregion', '', 'code()', '  // text')
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const text = lines.join('\n')
        const region = splitRegion(text)
        expect(joinRegion(region, region.shown)).toBe(text)
      }),
    )
  })

  it('puts an edited part where the old one was', () => {
    const region = splitRegion(PROGRAM)
    expect(joinRegion(region, 'third()')).toBe(PROGRAM.replace('first()\nsecond()', 'third()'))
  })

  it('knows which lines of the program are on the slide', () => {
    const region = splitRegion(PROGRAM)
    expect([1, 2, 3, 4, 5, 6, 7].filter((line) => isShown(region, line))).toEqual([4, 5])
  })
})
