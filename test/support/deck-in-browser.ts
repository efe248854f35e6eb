/**
 * The built deck in a real Chromium, for the tests of one file: one browser, one demo server, one host of
 * plain files, a context each visit. Whatever a page complains of, or asks of another origin, fails its test.
 */
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { builtDeck } from '../../server/runtime/node/web/deck.ts'
import { Command } from './command.ts'
import { findOrInstallChrome } from './find-chrome.mjs'
import { openStaticHost, type StaticHost } from './static-host.ts'

/** As root and without a screen; the rest keeps Chromium from calling home. */
const SWITCHES =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'

/** How long anything on a page may take, ms: the machine may be busy with other tests. */
const PATIENCE = 15_000

/** On a machine that hasn't built the deck yet, this does. */
const WITH_BUILD = 120_000

/** A projector's size. Timelines that play for nobody would only keep the machine busy. */
const STAGE: BrowserContextOptions = { viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' }

/** Where the deck is served, and so where its programs run: our demo server, or files and this tab. */
export type Site = 'server' | 'tab'

/** Both, in the order of the tests. */
export const SITES: readonly Site[] = ['server', 'tab']

/** What the browser is told. `beside` shares the storage of that page instead. */
export interface VisitOptions extends BrowserContextOptions {
  beside?: Page
  /** Script that every page of the context begins with. */
  script?: string
}

export class DeckInBrowser {
  readonly #complaints: string[] = []
  readonly #contexts: BrowserContext[] = []
  #browser: Browser | undefined
  #command: Command | undefined
  #host: StaticHost | undefined
  #addresses: Record<Site, string> | undefined

  /** Registers what has to happen before and after the tests of this file. */
  constructor() {
    beforeAll(() => this.#open(), WITH_BUILD)
    afterEach(() => this.#leave())
    afterAll(() => this.#close(), WITH_BUILD)
  }

  /** Where a site is, with a slash at its end. */
  address(site: Site): string {
    return this.#addresses![site]
  }

  /** A page that shows the slide with this id. */
  async visit(site: Site, slide = '', options: VisitOptions = {}): Promise<Page> {
    const { beside, script, ...rest } = options
    const context = beside?.context() ?? (await this.#browser!.newContext({ ...STAGE, ...rest }))
    if (!beside) this.#contexts.push(context)
    context.setDefaultTimeout(PATIENCE)
    if (script) await context.addInitScript({ content: script })
    const page = await context.newPage()
    this.#listen(page, this.address(site))
    await page.goto(`${this.address(site)}${slide && `#/${slide}`}`)
    return page
  }

  async #open(): Promise<void> {
    const deck = await builtDeck(() => undefined)
    this.#command = new Command('start', '--no-open', '--port', '0')
    this.#host = await openStaticHost(deck)
    this.#browser = await chromium.launch({
      executablePath: findOrInstallChrome(),
      args: SWITCHES.split(' '),
    })
    const [, server] = await this.#command.says(/Meanwhile is at (http:\S+)/)
    this.#addresses = { server: server!, tab: this.#host.address }
  }

  #listen(page: Page, address: string): void {
    const { origin, host } = new URL(address)
    const own = [`${origin}/`, `ws://${host}/`, 'data:', 'blob:']
    const complain = (words: string) => this.#complaints.push(words)
    const judge = (url: string) => own.some((begin) => url.startsWith(begin)) || complain(`asked for ${url}`)
    page.on('console', (message) => complain(`${message.type()}: ${message.text()}`))
    page.on('pageerror', (error) => complain(`page error: ${error.message}`))
    page.on('request', (request) => judge(request.url()))
    page.on('websocket', (socket) => judge(socket.url()))
    page.on('response', (response) => {
      if (response.status() >= 400) complain(`${response.status()}: ${response.url()}`)
    })
  }

  async #leave(): Promise<void> {
    await Promise.all(this.#contexts.splice(0).map((context) => context.close()))
    expect(this.#complaints.splice(0), 'complaints of the page').toEqual([])
  }

  async #close(): Promise<void> {
    await this.#browser?.close()
    await this.#host?.close()
    this.#command?.signal('SIGTERM')
    expect((await this.#command?.exitCode()) ?? 0).toBe(0)
    expect(this.#command?.err ?? '').toBe('')
  }
}
