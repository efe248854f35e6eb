/** Every style of the demo runs where it can, and its slide says and draws what is true of it. */
import { describe, expect, test } from 'vitest'
import type { Style } from '../../server/run.ts'
import { DeckInBrowser, SITES, type Site } from '../support/deck-in-browser.ts'
import { DemoOnSlide } from '../support/demo-on-slide.ts'

const deck = new DeckInBrowser()

const SLIDES: Record<string, Style[]> = {
  threads: ['threads', 'greenlets'],
  callbacks: ['blocked', 'callbacks', 'coroutines', 'async'],
}

const CLIENTS = Array.from({ length: 8 }, (_, index) => `client:${index + 1}`)

/** Early enough, the first request is with the database; in the middle all of them, where they don't queue. */
function when(style: Style): number[] {
  return style === 'blocked' ? [0.05, 0.1] : [0.4, 0.5, 0.6, 0.7]
}

/** What is drawn then: seven wait for their turn or all for their answers, and in either case nobody works. */
function picture(style: Style): Record<string, string> {
  const others = CLIENTS.slice(1).map((lane) => [lane, style === 'blocked' ? 'turn' : 'answer'])
  return { ...Object.fromEntries(others), 'client:1': 'answer', 'cpu:0': 'idle' }
}

async function open(site: Site, slide: string): Promise<DemoOnSlide> {
  return new DemoOnSlide(await deck.visit(site, slide))
}

async function expectPicture(demo: DemoOnSlide, style: Style): Promise<void> {
  const seen = await Promise.all(when(style).map((fraction) => demo.statesAt(fraction)))
  expect(seen, style).toContainEqual(expect.objectContaining(picture(style)))
}

/** A machine that is busy with other tests works slowly: waiting should be most of what is seen all the same. */
async function makeRoom(demo: DemoOnSlide, site: Site): Promise<void> {
  if (site === 'server') await demo.slider('Latency').fill('1000')
}

/** On a real clock, a claim about times may go unjudged. */
async function expectClaimsHeld(demo: DemoOnSlide, site: Site): Promise<void> {
  const claims = await demo.claims()
  const good = site === 'tab' ? ['kept'] : ['kept', 'real time']
  expect(claims.length).toBeGreaterThan(1)
  expect(claims.filter(({ state }) => !good.includes(state))).toEqual([])
  expect(claims.filter(({ state }) => state === 'kept').length).toBeGreaterThan(1)
}

describe.each(SITES)('on the %s', (site) => {
  test.each(Object.entries(SLIDES))('the programs of slide %s keep their claims', async (slide, styles) => {
    const demo = await open(site, slide)
    for (const style of styles) {
      await demo.tab(style).click()
      if (style !== 'blocked') await makeRoom(demo, site)
      await demo.run()
      expect(await demo.tally(), style).toMatch(/^8 of 8 answered, the last after/)
      await expectClaimsHeld(demo, site)
      expect((await demo.lanes()).filter((lane) => lane.startsWith('client:'))).toEqual(CLIENTS)
      await expectPicture(demo, style)
    }
  })

  test('the edit makes the blocked server wait for all at once, and Reset brings it back', async () => {
    const demo = await open(site, 'callbacks')
    const shipped = await demo.code()
    const before = await demo.claims()
    const edit = demo.button('Motor instead of PyMongo')
    await edit.click()
    expect(await edit.isDisabled()).toBe(true)
    expect(await demo.code()).toContain('    const docs = await cursor.toList()')
    await makeRoom(demo, site)
    await demo.run()
    await expectClaimsHeld(demo, site)
    expect(await demo.claims()).not.toEqual(before)
    await expectPicture(demo, 'async')
    await demo.button('Reset').click()
    expect(await demo.code()).toEqual(shipped)
    expect(await demo.claims()).toEqual(before)
    expect(await demo.button('Reset').isDisabled()).toBe(true)
  })
})
