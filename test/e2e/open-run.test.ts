/** An open run serves anybody on this machine until it's stopped, and draws who came. */
import { get } from 'node:http'
import { expect, test, vi } from 'vitest'
import { Command } from '../support/command.ts'
import { DeckInBrowser } from '../support/deck-in-browser.ts'
import { DemoOnSlide } from '../support/demo-on-slide.ts'

const deck = new DeckInBrowser()

/** What a program answers to somebody who calls himself `curl/8`. */
function curl(address: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    get(address, { agent: false, headers: { 'User-Agent': 'curl/8' } }, (response) => {
      let body = ''
      response.on('data', (chunk) => {
        body += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
    }).on('error', reject)
  })
}

/** Starts an open run on the server, and gives the address in the command that the page shows. */
async function serveOpenly(demo: DemoOnSlide): Promise<string> {
  await demo.root.getByText('Open', { exact: true }).click()
  await demo.runButton.click()
  const command = await demo.root.locator('[data-test=address]:not(:empty)').textContent()
  return `http://${/^curl '(.+)'$/.exec(command!)![1]}`
}

test('curl reaches it at the address that is shown, and has a lane of its own', async () => {
  const demo = new DemoOnSlide(await deck.visit('server', 'callbacks'))
  await demo.tab('callbacks').click()
  const address = await serveOpenly(demo)
  const { status, body } = await curl(address)
  expect(status).toBe(200)
  expect(JSON.parse(body)).toContainEqual(expect.objectContaining({ teamA: 'Brazil' }))
  await demo.timeLine.locator('svg text', { hasText: 'curl/8' }).waitFor()
  expect(await demo.state()).toBe('running')
  await demo.button('Stop').click()
  await demo.becomes('ended')
  await expect(curl(address)).rejects.toThrow('ECONNREFUSED')
  await demo.timeLine.locator('svg text', { hasText: 'curl/8' }).waitFor()
})

test.each(['leaves the slide', 'closes the page', 'loads the page anew'])(
  'ends when its visitor %s',
  async (how) => {
    const page = await deck.visit('server', 'callbacks')
    const address = await serveOpenly(new DemoOnSlide(page))
    expect((await curl(address)).status).toBe(200)
    if (how === 'leaves the slide') await page.keyboard.press('PageUp')
    else if (how === 'closes the page') await page.close()
    else await page.reload()
    await vi.waitFor(() => expect(curl(address)).rejects.toThrow('ECONNREFUSED'), { timeout: 5000 })
  },
)

test('a second start on the same port says so, and serves the deck beside the first', async () => {
  const { port } = new URL(deck.address('server'))
  const second = new Command('start', '--no-open', '--port', port)
  try {
    const [, address] = await second.says(/Meanwhile is at (http:\S+)/)
    expect(second.out).toContain(`port ${port} is taken, so it's ${new URL(address!).port}\n`)
    expect((await curl(address!)).status).toBe(200)
    expect((await curl(deck.address('server'))).status).toBe(200)
  } finally {
    second.signal('SIGTERM')
    await second.exitCode()
  }
})
