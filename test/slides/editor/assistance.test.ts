import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, chromium, type Page } from 'playwright-core'
import sirv from 'sirv'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtDeck } from '../../../server/runtime/node/web/deck.ts'
import { findOrInstallChrome } from '../../support/find-chrome.mjs'

/** As root and without a screen; the rest keeps Chromium from calling home. */
const SWITCHES =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'

const SLIDE = 'section.present'

let server: Server
let browser: Browser

beforeAll(async () => {
  const files = sirv(await builtDeck(() => undefined))
  server = createServer((request, response) => files(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  browser = await chromium.launch({ executablePath: findOrInstallChrome(), args: SWITCHES.split(' ') })
}, 120_000)

afterAll(async () => {
  await browser?.close()
  server?.close()
})

/** The callbacks slide with the caret at the end of a new line in the handler, and the editor's complaints so far. */
async function openEditor(): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => complaints.push(message.text()))
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/#/callbacks`)
  await page.locator(`${SLIDE} .code-pane .line`, { hasText: 'getArgument' }).click()
  await page.locator(`${SLIDE} .view-lines`).waitFor()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  return { page, complaints }
}

describe('the editor', () => {
  it('lists the members that the guest library gives an object when a dot is typed', async () => {
    const { page, complaints } = await openEditor()
    await page.keyboard.type('db.')
    const list = page.locator('.suggest-widget.visible')
    await list.getByText('collection', { exact: true }).waitFor()
    expect(await list.getByText('document', { exact: true }).count()).toBe(0)
    expect(complaints).toEqual([])
    await page.close()
  })

  it('knows what is imported above the shown region, and finds no mistake in a shipped program', async () => {
    const { page } = await openEditor()
    await page.keyboard.type('notThere()')
    await page.locator(`${SLIDE} .squiggly-error`).waitFor()
    expect(await page.locator(`${SLIDE} .squiggly-error`).count()).toBe(1)
    await page.close()
  })

  it('closes its list on the first Escape and gives the focus to Run on the next', async () => {
    const { page } = await openEditor()
    await page.keyboard.type('db.')
    await page.locator('.suggest-widget.visible').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('.suggest-widget.visible').waitFor({ state: 'hidden' })
    expect(await page.locator(`${SLIDE} .live-code :focus`).count()).toBe(1)
    await page.keyboard.press('Escape')
    expect(await page.locator(`${SLIDE} .run:focus`).count()).toBe(1)
    await page.close()
  })
})
