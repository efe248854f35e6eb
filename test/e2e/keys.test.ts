/** Whose key is it? What is typed in an editor stays there, what is pressed on a slide turns it. */
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { DeckInBrowser } from '../support/deck-in-browser.ts'
import { DemoOnSlide } from '../support/demo-on-slide.ts'

const deck = new DeckInBrowser()

const PRINTABLE = String.fromCharCode(...Array.from({ length: 127 - 32 }, (_, index) => 32 + index))

/** Letters that reveal would take, in code that the editor completes and closes. */
const STATEMENT = `const nbpgofl = [1, 2].map((n) => n * 3).filter((b) => b > 4 ? 'go' : "p.l")`

async function open(slide = 'callbacks'): Promise<DemoOnSlide> {
  return new DemoOnSlide(await deck.visit('tab', slide))
}

/** Where the deck is, and what lies over it. */
function deckState(page: Page): Promise<{ slide: string; over: string[] }> {
  return page.evaluate(() => ({
    slide: document.querySelector('section.present')?.id ?? '',
    over: ['.reveal.overview', '.reveal.paused', '.r-overlay', '.overlay'].filter((selector) =>
      document.querySelector(selector),
    ),
  }))
}

/** The slides by their ids, in order. */
function slides(page: Page): Promise<string[]> {
  return page.locator('.slides section').evaluateAll((all) => all.map(({ id }) => id))
}

function isFocused(page: Page, selector: string): Promise<boolean> {
  return page.evaluate((words) => document.activeElement?.closest(words) !== null, selector)
}

describe('keys in the editor', () => {
  test('each that prints is typed, and none of them reaches the deck', async () => {
    const demo = await open()
    await demo.typeLineAfter('getArgument', STATEMENT)
    await demo.typeLineAfter('nbpgofl', `// ${PRINTABLE}`)
    const code = (await demo.code()).map((line) => line.trim())
    expect(code).toContain(STATEMENT)
    // A quote that the editor adds comes after all that was typed.
    expect(code.find((line) => line.startsWith('// '))).toContain(PRINTABLE)
    expect(await deckState(demo.page)).toEqual({ slide: 'callbacks', over: [] })
    await demo.run()
    expect(await demo.tally()).toMatch(/^8 of 8 answered/)
  })

  test('a dot after a name lists what the guest library gives it', async () => {
    const demo = await open()
    await demo.typeLineAfter('getArgument', 'matches.')
    const list = demo.page.locator('.suggest-widget.visible')
    await list.getByText('find', { exact: true }).waitFor()
    expect(await list.getByText('document', { exact: true }).count()).toBe(0)
    await demo.page.keyboard.press('Escape')
    await list.waitFor({ state: 'hidden' })
    expect(await isFocused(demo.page, '.live-code')).toBe(true)
    await demo.page.keyboard.press('Escape')
    expect(await isFocused(demo.page, '[data-test=run]')).toBe(true)
    expect(await deckState(demo.page)).toEqual({ slide: 'callbacks', over: [] })
  })

  test('Control Enter runs the demo whose editor it is, and PageDown turns the slide', async () => {
    const demo = await open('threads')
    const { page } = demo
    const next = (await slides(page))[(await slides(page)).indexOf('threads') + 1]!
    const threads = new DemoOnSlide(page, 'threads')
    const other = new DemoOnSlide(page, next)
    await threads.editAfter('accept()')
    await page.keyboard.press('PageDown')
    expect((await deckState(page)).slide).toBe(next)
    await other.editAfter('recv(')
    await page.keyboard.press('Control+Enter')
    await other.becomes('ended')
    expect(await threads.state()).toBe('idle')
    await page.keyboard.press('PageUp')
    await threads.editAfter('accept()')
    await page.keyboard.press('Control+Enter')
    await threads.becomes('ended')
    expect(await threads.tally()).toMatch(/^8 of 8/)
    expect(await other.tally()).toMatch(/^2 of 2/)
    expect(await deckState(page)).toEqual({ slide: 'threads', over: [] })
  })
})

test('Space on the Run button runs, and the slide stays', async () => {
  const demo = await open('threads')
  await demo.runButton.focus()
  await demo.page.keyboard.press('Space')
  await demo.becomes('ended')
  expect(await deckState(demo.page)).toEqual({ slide: 'threads', over: [] })
})

test('arrows and Space on a slide turn it', async () => {
  const { page } = await open('title')
  const [title, second, third] = await slides(page)
  for (const [key, slide] of [
    ['ArrowRight', second],
    [' ', third],
    ['ArrowLeft', second],
    ['PageDown', third],
    ['Home', title],
  ]) {
    await page.keyboard.press(key!)
    expect((await deckState(page)).slide, key).toBe(slide)
  }
})
