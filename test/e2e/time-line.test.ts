/** The timeline with its buttons and keys: it plays, stands and steps, and never turns the slide. */
import { expect, test, vi } from 'vitest'
import { DeckInBrowser } from '../support/deck-in-browser.ts'
import { DemoOnSlide } from '../support/demo-on-slide.ts'

const deck = new DeckInBrowser()

/** The line of the program at which a request waits for MongoDB. */
const WAITS = /matches\.find|toList/

async function afterRun(reducedMotion: 'reduce' | 'no-preference'): Promise<DemoOnSlide> {
  const demo = new DemoOnSlide(await deck.visit('tab', 'callbacks', { reducedMotion }))
  await demo.tab('callbacks').click()
  await demo.run()
  return demo
}

/** Where the playhead is, µs. */
function time(demo: DemoOnSlide): Promise<number> {
  return demo.slider('Time').evaluate((slider) => {
    return (slider as HTMLInputElement).valueAsNumber
  })
}

/** How long the run was, µs. */
async function duration(demo: DemoOnSlide): Promise<number> {
  return Number(await demo.slider('Time').getAttribute('max'))
}

/** The code of the line that is marked as the selected request's; undefined if none is. */
async function markedLine(demo: DemoOnSlide): Promise<string | undefined> {
  const marked = await demo.root
    .locator('.row')
    .evaluateAll((rows) => rows.findIndex((row) => row.classList.contains('is-current')))
  return (await demo.code())[marked]
}

async function slideStays(demo: DemoOnSlide): Promise<void> {
  expect(await demo.page.evaluate(() => document.querySelector('section.present')?.id)).toBe('callbacks')
}

test('plays by itself after the run, and a person can pause, play and scrub', async () => {
  const demo = await afterRun('no-preference')
  await demo.timeLine.and(demo.page.locator('[data-phase=replay]')).waitFor()
  const before = await time(demo)
  await vi.waitFor(async () => expect(await time(demo)).toBeGreaterThan(before))
  await demo.button('Pause').click()
  const paused = await time(demo)
  await demo.page.waitForTimeout(150)
  expect(await time(demo)).toBe(paused)
  await demo.button('Play').press('Space')
  await vi.waitFor(async () => expect(await time(demo)).not.toBe(paused))
  await demo.button('Pause').press('Enter')
  await demo.slider('Time').fill('100000')
  expect(await time(demo)).toBe(100_000)
  expect(await demo.button('Play').isVisible()).toBe(true)
  await slideStays(demo)
})

test('has keys of its own, which the deck does not get', async () => {
  const demo = await afterRun('no-preference')
  const whole = await duration(demo)
  await demo.slider('Time').focus()
  const press = async (key: string) => {
    await demo.page.keyboard.press(key)
    return (await time(demo)) / whole
  }
  expect(await press('Home')).toBe(0)
  expect(await press('ArrowRight')).toBeCloseTo(0.01)
  expect(await press('Shift+ArrowRight')).toBeCloseTo(0.11)
  expect(await press('ArrowLeft')).toBeCloseTo(0.1)
  expect(await press('End')).toBe(1)
  const story = demo.timeLine.locator('[data-test=story]')
  await press('Home')
  const first = await story.textContent()
  await press('.')
  expect(await story.textContent()).not.toBe(first)
  await press(',')
  expect(await story.textContent()).toBe(first)
  await press('End')
  expect(await press(',')).toBeLessThan(1)
  await press('Home')
  await press('Space')
  expect(await demo.button('Pause').isVisible()).toBe(true)
  await press('Space')
  expect(await demo.button('Play').isVisible()).toBe(true)
  await slideStays(demo)
})

test('a selected request is lit, and marks the line at which it stands', async () => {
  const demo = await afterRun('reduce')
  await demo.slider('Time').focus()
  await demo.page.keyboard.press('3')
  expect(await markedLine(demo)).toMatch(WAITS)
  expect(await demo.timeLine.locator('.light path').first().getAttribute('d')).not.toBe('')
  await demo.page.keyboard.press('3')
  expect(await markedLine(demo)).toBeUndefined()
  await demo.timeLine.locator('g[data-lane="client:3"] rect[data-state=answer]').click({ force: true })
  expect(await markedLine(demo)).toMatch(WAITS)
  await slideStays(demo)
})

test('for those who want no motion it stands at its moment, and the playhead goes by events', async () => {
  const demo = await afterRun('reduce')
  expect(await demo.timeLine.getAttribute('data-phase')).toBe('rest')
  expect(await demo.button('Play').isVisible()).toBe(true)
  const stood = await time(demo)
  expect(stood / (await duration(demo))).toBeCloseTo(0.5)
  await demo.page.waitForTimeout(700)
  expect(await time(demo)).toBe(stood)
})
