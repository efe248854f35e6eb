import {
  converter,
  differenceCiede2000,
  filterDeficiencyDeuter,
  filterDeficiencyProt,
  filterDeficiencyTrit,
  parse,
  wcagContrast,
} from 'culori'
import { describe, expect, it } from 'vitest'
import { STATES } from '../../server/trace/model.ts'
import { LEGEND, PALETTES } from '../../server/trace/palette.ts'

const difference = differenceCiede2000()
const toLab = converter('lab65')
const PAIRS = STATES.flatMap((a, index) => STATES.slice(index + 1).map((b) => [a, b] as const))
const EYES = {
  normal: (colour: string) => parse(colour)!,
  protan: (colour: string) => filterDeficiencyProt(1)(parse(colour)!),
  deutan: (colour: string) => filterDeficiencyDeuter(1)(parse(colour)!),
  tritan: (colour: string) => filterDeficiencyTrit(1)(parse(colour)!),
}

describe.each(['light', 'dark'] as const)('the %s palette', (theme) => {
  const { states, background, ink, faintInk, warning } = PALETTES[theme]

  it.each(Object.entries(EYES))('keeps any two states apart for %s vision', (_name, see) => {
    for (const [a, b] of PAIRS) {
      expect(difference(see(states[a].fill), see(states[b].fill)), `${a} and ${b}`).toBeGreaterThanOrEqual(20)
    }
  })

  it('keeps any two states apart in grey print', () => {
    for (const [a, b] of PAIRS) {
      const apart = Math.abs(toLab(states[a].fill)!.l - toLab(states[b].fill)!.l)
      expect(apart, `${a} and ${b}`).toBeGreaterThanOrEqual(15)
    }
  })

  it('has text that can be read on each state and beside them', () => {
    for (const state of STATES)
      expect(wcagContrast(states[state].fill, states[state].text), state).toBeGreaterThan(4.5)
    for (const text of [ink, faintInk, warning]) expect(wcagContrast(background, text)).toBeGreaterThan(4.5)
  })

  it('shows each state on the background, by its fill or its outline', () => {
    for (const state of STATES) {
      const best = Math.max(
        wcagContrast(background, states[state].fill),
        wcagContrast(background, states[state].mark),
      )
      expect(best, state).toBeGreaterThan(3)
    }
  })
})

describe('the legend', () => {
  it('gives each state a name, a sign and a texture of its own', () => {
    for (const key of ['name', 'glyph', 'texture'] as const) {
      expect(new Set(STATES.map((state) => LEGEND[state][key])).size).toBe(STATES.length)
    }
  })
})
