/** The footer names the MongoDB that answers the programs which show: the demo server's, or the tab's own. */
import { expect, test } from 'vitest'
import { MONGOD_VERSION } from '../../server/mongo/version.ts'
import { DeckInBrowser } from '../support/deck-in-browser.ts'
import { DemoOnSlide } from '../support/demo-on-slide.ts'

const deck = new DeckInBrowser()

const IN_TAB = `MongoDB: our own ${MONGOD_VERSION}, in this tab`

/** Whatever the demo server has: a mongod of this machine, or our own. */
const ON_SERVER = /^MongoDB: (?!.*in this tab).*\d+\.\d+\.\d+/

/** The page asks the demo server every few seconds, and its database may still be starting, ms. */
const SOON = { timeout: 20_000 }

test('follows the choice of the slide that shows', async () => {
  const page = await deck.visit('server', 'callbacks')
  const footer = page.locator('footer')
  await expect.poll(() => footer.textContent(), SOON).toMatch(ON_SERVER)
  const { root } = new DemoOnSlide(page)
  await root.getByText('this tab').click()
  await expect.poll(() => footer.textContent()).toBe(IN_TAB)
  await page.goto(`${deck.address('server')}#/threads`)
  await expect.poll(() => footer.textContent()).toMatch(ON_SERVER)
  await page.goto(`${deck.address('server')}#/callbacks`)
  await expect.poll(() => footer.textContent()).toBe(IN_TAB)
  await root.getByText('the demo server').click()
  await expect.poll(() => footer.textContent()).toMatch(ON_SERVER)
})

test('names both where programs of both show', async () => {
  const page = await deck.visit('server', '', { viewport: { width: 375, height: 667 } })
  await new DemoOnSlide(page, 'callbacks').root.getByText('this tab').click()
  const footer = page.locator('footer')
  await expect.poll(() => footer.textContent(), SOON).toMatch(/^MongoDB: .*\d · our own .* in this tab$/)
})

test('names the database in the tab where nothing else answers', async () => {
  const page = await deck.visit('tab')
  expect(await page.locator('footer').textContent()).toBe(IN_TAB)
})
