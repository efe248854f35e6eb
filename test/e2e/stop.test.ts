/** Whatever a program does, the page stays usable, and a run that nobody wants or sees any more ends. */
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { DeckInBrowser, SITES } from '../support/deck-in-browser.ts'
import { DemoOnSlide } from '../support/demo-on-slide.ts'

const deck = new DeckInBrowser()

const ENDLESS = {
  'a loop that calls nothing': 'for (;;) {}',
  'one native operation after another': 'for (;;) Array(99999).fill(0).sort()',
}

/** Frames a second that the page draws during `ms`. */
function framesPerSecond(page: Page, ms: number): Promise<number> {
  return page.evaluate(
    (length) =>
      new Promise<number>((resolve) => {
        const begin = performance.now()
        let frames = 0
        const draw = () => {
          frames++
          const passed = performance.now() - begin
          if (passed < length) requestAnimationFrame(draw)
          else resolve((frames * 1000) / passed)
        }
        requestAnimationFrame(draw)
      }),
    ms,
  )
}

/** Presses Stop, and gives the time until the demo says that the run has ended, ms. */
function timeToStop(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const demo = document.querySelector('section.present .demo')!
        const begin = performance.now()
        new MutationObserver(() => {
          if (demo.getAttribute('data-state') === 'ended') resolve(performance.now() - begin)
        }).observe(demo, { attributes: true })
        demo.querySelector<HTMLButtonElement>('[data-test=stop]')!.click()
      }),
  )
}

describe.each(SITES)('on the %s', (site) => {
  test.each(Object.entries(ENDLESS))('%s can be stopped, and the next run works', async (_, statement) => {
    const demo = new DemoOnSlide(await deck.visit(site, 'callbacks', { reducedMotion: 'no-preference' }))
    await demo.typeLineAfter('getArgument', statement)
    await demo.runButton.click()
    await demo.becomes('running')
    expect(await framesPerSecond(demo.page, 1500)).toBeGreaterThanOrEqual(20)
    expect(await demo.state()).toBe('running')
    expect(await timeToStop(demo.page)).toBeLessThan(1000)
    await demo.button('Reset').click()
    await demo.tab('callbacks').click()
    await demo.run()
    expect(await demo.tally()).toMatch(/^8 of 8 answered/)
  })

  test('a run on a slide that is left stops', async () => {
    const demo = new DemoOnSlide(await deck.visit(site, 'callbacks'), 'callbacks')
    await demo.typeLineAfter('getArgument', ENDLESS['a loop that calls nothing'])
    await demo.runButton.click()
    await demo.becomes('running')
    await demo.page.keyboard.press('PageUp')
    await demo.root.locator('.demo[data-state=ended]').waitFor({ state: 'attached' })
    expect(await demo.button('Stop').isVisible()).toBe(false)
    await demo.page.keyboard.press('PageDown')
    expect(await demo.button('Stop').isDisabled()).toBe(true)
  })
})
