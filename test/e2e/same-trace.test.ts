/** The same request gives the same trace in Node and in Chromium, bit for bit: what a reader sees, tests saw. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { DEMO_NAMES, demoNamed, programOf, stylesOf } from '../../server/demos.ts'
import type { TraceEvent } from '../../server/kernel/events.ts'
import type { RunRequest, Style } from '../../server/run.ts'
import { runSimulated } from '../../server/runtime/simulated/index.ts'
import { encodeText } from '../../server/trace/codec.ts'
import { DeckInBrowser } from '../support/deck-in-browser.ts'
import { runRequest } from '../support/fixture-runner.ts'

const deck = new DeckInBrowser()

const wasm = readFile(createRequire(import.meta.url).resolve('quickjs-wasi/quickjs.wasm'))

/** Ten thousand take long, and differ from a thousand in nothing that matters here. */
const sourceOf = (demo: string, style: Style): string =>
  programOf(demo, style)!.replace('= 10_000', '= 1_000')

function requestOf(demo: string, style: Style): RunRequest {
  const { paths, database } = demoNamed(demo)!
  return runRequest({
    demo,
    style,
    source: sourceOf(demo, style),
    paths,
    requests: 2,
    seed: 7,
    arrival: 'spread',
    ...(database && { database }),
  })
}

async function inNode(request: RunRequest): Promise<TraceEvent[]> {
  const events: TraceEvent[] = []
  await runSimulated(request, (more) => events.push(...more), { wasm: await WebAssembly.compile(await wasm) })
  return events
}

/** Runs it in the deck's own worker, beside the page. */
function inChromium(page: Page, worker: string, request: RunRequest): Promise<TraceEvent[]> {
  return page.evaluate(
    ({ worker, request }) =>
      new Promise<TraceEvent[]>((resolve, reject) => {
        const events: TraceEvent[] = []
        const running = new Worker(worker, { type: 'module' })
        running.onerror = (event) => reject(new Error(event.message))
        running.onmessage = (message: MessageEvent<{ events: TraceEvent[] }>) => {
          events.push(...message.data.events)
          if (events.at(-1)?.kind !== 'run-end') return
          running.terminate()
          resolve(events)
        }
        running.postMessage({ run: request })
      }),
    { worker, request },
  )
}

/** The address of the worker that the page starts to run a program. */
async function workerOf(page: Page): Promise<string> {
  const started = page.waitForEvent('worker', (worker) => worker.url().includes('tab-worker'))
  await page.locator('section.present [data-test=run]').click()
  return (await started).url()
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** One page is enough: each run has a worker of its own. */
test('every demo in every style, in Node and in Chromium', { timeout: 180_000 }, async () => {
  const page = await deck.visit('tab', 'threads')
  const worker = await workerOf(page)
  for (const demo of DEMO_NAMES) {
    for (const style of stylesOf(demo)) {
      const request = requestOf(demo, style)
      const [here, there] = [await inNode(request), await inChromium(page, worker, request)]
      expect(here.length, `${demo} ${style}`).toBeGreaterThan(5)
      const [own, other] = [here, there].map((events) => encodeText(events, { anonymous: true }))
      expect(sha256(other!), `${demo} ${style}`).toBe(sha256(own!))
    }
  }
})
