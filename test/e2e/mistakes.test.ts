/** A program that is wrong says where, in words, and runs as soon as that's put right. */
import { describe, expect, test } from 'vitest'
import { DeckInBrowser, SITES } from '../support/deck-in-browser.ts'
import { DemoOnSlide } from '../support/demo-on-slide.ts'

const deck = new DeckInBrowser()

/** The line after `getArgument` in blocked.ts. */
const LINE = 15
const INDENT = 4

/** Text that the editor's marks underline, by the number of its line in the file. */
function underlined(demo: DemoOnSlide): Promise<{ line: number; column: number; length: number }[]> {
  return demo.root.locator('.live-code').evaluate((host) => {
    const pane = host.closest('.code-pane')!
    const rows = [...pane.querySelectorAll('.row')].map((row) => ({
      number: Number(row.querySelector('.number')!.textContent),
      top: row.getBoundingClientRect().top,
    }))
    const text = host.querySelector('.view-line > span')!
    const width = text.getBoundingClientRect().width / text.textContent!.length
    const left = host.querySelector('.view-line')!.getBoundingClientRect().left
    return [...host.querySelectorAll('.squiggly-error')].map((mark) => {
      const box = mark.getBoundingClientRect()
      const row = rows.reduce((best, each) =>
        Math.abs(each.top - box.top) < Math.abs(best.top - box.top) ? each : best,
      )
      const column = Math.round((box.left - left) / width) + 1
      return { line: row.number, column, length: Math.round(box.width / width) }
    })
  })
}

async function wrongLines(demo: DemoOnSlide): Promise<number[]> {
  const numbers = await demo.root.locator('.row.is-wrong .number').allTextContents()
  return numbers.map(Number)
}

async function expectGoodWithout(demo: DemoOnSlide, mistake: string): Promise<void> {
  await demo.removeLine(mistake)
  await demo.run()
  expect(await demo.problem.textContent()).toBe('')
  expect(await wrongLines(demo)).toEqual([])
  expect(await underlined(demo)).toEqual([])
  expect(await demo.tally()).toMatch(/^8 of 8 answered/)
  expect((await demo.claims()).filter(({ state }) => state === 'broken')).toEqual([])
}

describe.each(SITES)('on the %s', (site) => {
  test('what cannot be compiled is underlined where it is, and told', async () => {
    const demo = new DemoOnSlide(await deck.visit(site, 'callbacks'))
    await demo.typeLineAfter('getArgument', 'const 3')
    await demo.run()
    expect(await demo.problem.textContent()).toMatch(new RegExp(`^Line ${LINE}: .*unexpected token`, 'i'))
    expect(await wrongLines(demo)).toEqual([LINE])
    const column = INDENT + 'const '.length + 1
    expect(await underlined(demo)).toContainEqual({ line: LINE, column, length: 1 })
    await expectGoodWithout(demo, 'const 3')
  })

  test('what fails as it runs is underlined where it is, and told', async () => {
    const demo = new DemoOnSlide(await deck.visit(site, 'callbacks'))
    await demo.typeLineAfter('getArgument', "if (team) throw new Error('no team today')")
    await demo.run()
    expect(await demo.problem.textContent()).toMatch(new RegExp(`^Line ${LINE}: .*no team today`))
    expect(await wrongLines(demo)).toEqual([LINE])
    const [mark, ...more] = await underlined(demo)
    expect(more).toEqual([])
    expect(mark?.line).toBe(LINE)
    expect('    if (team) throw new Error('.slice(mark!.column - 1)).toMatch(/^(throw )?new Error|^Error/)
    expect(await demo.output.textContent()).toContain('no team today')
    expect((await demo.claims())[0]?.state).toBe('broken')
    await expectGoodWithout(demo, 'no team today')
  })

  test('what greenlets refuse is underlined too', async () => {
    const demo = new DemoOnSlide(await deck.visit(site, 'threads'))
    await demo.tab('greenlets').click()
    await demo.typeLineAfter('accept()', "eval('1')")
    await demo.run()
    expect(await demo.problem.textContent()).toMatch(/^Line \d+: .*eval/)
    const [mark] = await underlined(demo)
    expect(mark).toMatchObject({ line: (await wrongLines(demo))[0], column: 5 })
  })
})
