/** Every slide on a projector's stage, on a large one and on a phone: nothing sticks out, all can be read. */

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { DeckInBrowser } from '../support/deck-in-browser.ts'
import { DemoOnSlide } from '../support/demo-on-slide.ts'

const deck = new DeckInBrowser()

const SLIDES = ['title', 'threads', 'callbacks']
const STAGES = [
  { width: 1280, height: 720, code: 20 },
  { width: 1920, height: 1080, code: 30 },
]
const PHONE = { width: 375, height: 667 }

/** Loaded before the page's own scripts: the page's policy would refuse it later. */
const axe = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What stands in the way of somebody who uses the page otherwise than with eyes and a mouse. */
function barriers(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<AxeResults> } }
    const { violations } = await axe.run()
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
  })
}

/** How far the page can be scrolled sideways, CSS pixels. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
}

/** How far the list of claims reaches below what can be seen of it, or into the footer, with so many, CSS pixels. */
function claimsCovered(page: Page, count: number): Promise<number> {
  return page.locator('section.present .verdict').evaluate((verdict, count) => {
    const list = verdict.querySelector('.claims')!
    while (list.childElementCount < count) list.append(list.lastElementChild!.cloneNode(true))
    const end = Math.max(...[...list.children].map((claim) => claim.getBoundingClientRect().bottom))
    const foot = document.querySelector('body > footer')!.getBoundingClientRect().top
    return Math.max(0, end - foot, verdict.scrollHeight - verdict.clientHeight)
  }, count)
}

/** The smallest size of code that shows, CSS pixels. */
function codeSize(page: Page): Promise<number> {
  return page.locator('section.present .static-code pre').evaluateAll((all) => {
    return Math.min(...all.map((code) => Number.parseFloat(getComputedStyle(code).fontSize)))
  })
}

describe.each(STAGES)('at $width × $height', ({ code, ...viewport }) => {
  test.each(SLIDES)('slide %s fits and has no barrier, before and after a run', async (slide) => {
    const page = await deck.visit('tab', slide, { viewport, script: await axe })
    const demo = new DemoOnSlide(page)
    if (slide !== 'title') {
      await demo.runButton.waitFor()
      expect(await codeSize(page)).toBeGreaterThanOrEqual(code)
    }
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    expect(await barriers(page)).toEqual([])
    if (slide === 'title') return
    await demo.run()
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    expect(await barriers(page)).toEqual([])
  })

  test('seven claims stand above the footer', async () => {
    const page = await deck.visit('tab', 'callbacks', { viewport })
    await new DemoOnSlide(page).runButton.waitFor()
    for (const count of [6, 7]) expect(await claimsCovered(page, count), `${count}`).toBe(0)
  })
})

test('on a phone the deck is a page to scroll, on which programs run', async () => {
  const page = await deck.visit('tab', '', { viewport: PHONE, script: await axe })
  const demo = new DemoOnSlide(page, 'callbacks')
  await demo.runButton.waitFor()
  expect(await overflow(page)).toBeLessThanOrEqual(0)
  expect(await barriers(page)).toEqual([])
  await demo.run()
  expect(await demo.tally()).toMatch(/^8 of 8 answered/)
  expect((await demo.lanes()).filter((lane) => lane.startsWith('client:'))).toHaveLength(8)
  expect(await overflow(page)).toBeLessThanOrEqual(0)
  expect(await barriers(page)).toEqual([])
})
