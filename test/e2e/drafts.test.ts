/** What a person typed is there again: after a reload, in each program on its own, until Reset. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { Style } from '../../server/run.ts'
import { DeckInBrowser } from '../support/deck-in-browser.ts'
import { DemoOnSlide } from '../support/demo-on-slide.ts'

const deck = new DeckInBrowser()

async function open(beside?: Page): Promise<DemoOnSlide> {
  return new DemoOnSlide(await deck.visit('tab', 'callbacks', beside ? { beside } : {}))
}

async function write(demo: DemoOnSlide, style: Style, comment: string): Promise<void> {
  await demo.page.bringToFront()
  await demo.tab(style).click()
  await demo.typeLineAfter('getArgument', comment)
}

/** The comments that a program has on the page. */
async function comments(demo: DemoOnSlide, style: Style): Promise<string[]> {
  await demo.tab(style).click()
  return (await demo.code()).map((line) => line.trim()).filter((line) => line.startsWith('//'))
}

test('edits survive a reload, each in its program, until Reset', async () => {
  const demo = await open()
  await write(demo, 'blocked', '// mine')
  await write(demo, 'async', '// and mine')
  await demo.page.reload()
  expect(await comments(demo, 'blocked')).toEqual(['// mine'])
  expect(await comments(demo, 'callbacks')).toEqual([])
  expect(await comments(demo, 'async')).toEqual(['// and mine'])
  await demo.button('Reset').click()
  expect(await comments(demo, 'async')).toEqual([])
  await demo.page.reload()
  expect(await comments(demo, 'async')).toEqual([])
  expect(await comments(demo, 'blocked')).toEqual(['// mine'])
})

test('an edit can be run after a reload as it was typed', async () => {
  const demo = await open()
  await write(demo, 'callbacks', "console.log('typed before')")
  await demo.page.reload()
  await demo.tab('callbacks').click()
  await demo.run()
  expect(await demo.output.getByText('typed before').count()).toBe(8)
})

test('a page beside this one keeps its hands off the edits made here', async () => {
  const here = await open()
  const there = await open(here.page)
  await there.tab('callbacks').waitFor()
  await write(here, 'blocked', '// from here')
  await write(there, 'callbacks', '// from there')
  await there.run()
  await write(here, 'async', '// from here too')
  for (const demo of [here, there]) {
    await demo.page.bringToFront()
    await demo.page.reload()
    expect(await comments(demo, 'blocked')).toEqual(['// from here'])
    expect(await comments(demo, 'callbacks')).toEqual(['// from there'])
    expect(await comments(demo, 'async')).toEqual(['// from here too'])
  }
})

test('a page runs what it shows, whatever is typed in the page beside it', async () => {
  const here = await open()
  const there = await open(here.page)
  const shown = await there.code()
  await write(here, 'blocked', "console.log('typed elsewhere')")
  await there.run()
  expect(await there.output.getByText('typed elsewhere').count()).toBe(0)
  expect(await there.code()).toEqual(shown)
})
