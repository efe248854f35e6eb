/** A failure demo shows what the original did, in any of the deck's forms, and its edits are those of its tab. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { DeckInBrowser } from '../support/deck-in-browser.ts'
import { DemoOnSlide } from '../support/demo-on-slide.ts'

const deck = new DeckInBrowser()

const FAILED = 'raised to caller: LeakedCallbackError("finished without waiting for callbacks {\'k\'}")'

/** The id of the slide with this demo. */
async function slideOf(page: Page, name: string): Promise<string> {
  const slide = page.locator('.slides > section', { has: page.locator(`run-demo[demo=${name}]`) })
  return (await slide.getAttribute('id')) ?? ''
}

async function openDemo(name: string): Promise<DemoOnSlide> {
  const page = await deck.visit('tab')
  await page.goto(`${deck.address('tab')}#/${await slideOf(page, name)}`)
  return new DemoOnSlide(page)
}

test('a key opens what was recorded of the original beside what the program has printed', async () => {
  const demo = await openDemo('leaked-callback')
  const recorded = demo.root.getByRole('group', { name: 'Recorded from Tornado 2.4.1' })
  await demo.run()
  expect(await recorded.isVisible()).toBe(false)
  await demo.button('What Tornado 2.4.1 did').press('Enter')
  expect(await recorded.locator('.said').allTextContents()).toEqual(['end of generator', FAILED])
  expect(await recorded.locator('.who').allTextContents()).toEqual(['recorded', 'recorded'])
  expect(await demo.output.textContent()).toContain('LeakedCallbackError')
  await demo.button('Wait for both').click()
  expect(await demo.button('What Tornado 2.4.1 did').isVisible()).toBe(false)
})

test('what was recorded stands in print, on a phone, and in a page that runs no script', async () => {
  const phone = { viewport: { width: 375, height: 667 } }
  const page = await deck.visit('tab', '', phone)
  const demo = new DemoOnSlide(page, await slideOf(page, 'leaked-callback'))
  await demo.button('What Tornado 2.4.1 did').click()
  await demo.root.getByText(FAILED).waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  await demo.button('What Tornado 2.4.1 did').click()
  await page.emulateMedia({ media: 'print' })
  expect(await demo.root.getByText(FAILED).isVisible()).toBe(true)
  const still = await deck.visit('tab', '', { ...phone, javaScriptEnabled: false })
  expect(await still.getByText(FAILED).isVisible()).toBe(true)
})

test('an edit that styles have in common changes the program of the tab', async () => {
  const demo = await openDemo('forgot-asynchronous')
  for (const style of ['callbacks', 'coroutines'] as const) {
    await demo.tab(style).click()
    await demo.button('Say that it is asynchronous').click()
    expect((await demo.code()).join('\n'), style).toContain('get = asynchronous(')
  }
})
