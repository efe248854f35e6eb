/** Programs that mean harm, each in a worker as a person's programs are: it ends in time, and the next one runs. */
import { pathToFileURL } from 'node:url'
import { afterEach, beforeAll, expect, it } from 'vitest'
import type { TraceEvent } from '../../server/kernel/events.ts'
import type { Run, Runner } from '../../server/run.ts'
import { simulatedRunner } from '../../server/runtime/node/run/run-simulated.ts'
import { encodeText } from '../../server/trace/codec.ts'
import { bundleFolder } from '../support/bundle.ts'
import { endOf, findTeam, printed } from '../support/simulated.ts'
import { HOSTILE } from './programs.ts'

let runner: Runner
/** What this process held open before the first run. */
let held: number

const open = () => process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length

beforeAll(async () => {
  runner = simulatedRunner(pathToFileURL(`${await bundleFolder()}/`))
  held = open()
})

afterEach(() => {
  expect(open(), 'workers that are still there').toBe(held)
})

async function eventsOf(run: Run): Promise<TraceEvent[]> {
  const events: TraceEvent[] = []
  for await (const batch of run.events) events.push(...batch)
  return events
}

async function expectNextRunWorks(): Promise<void> {
  const events = await eventsOf(runner.run(findTeam('blocked', { clients: 1 })))
  expect(endOf(events)).toMatchObject({ reason: 'answered' })
}

it.each(HOSTILE)('survives $what', async ({ source, style = 'callbacks', reason, message, line }) => {
  const events = await eventsOf(runner.run(findTeam(style, { source, clients: 1 })))
  const end = endOf(events)
  expect(end.reason).toBe(reason)
  if (typeof message === 'string') expect(end.message ?? '').toBe(message)
  else expect(end.message).toMatch(message)
  expect(end.at?.line).toBe(line)
  if (end.at) expect(end.at.file).toBe(`${style}.ts`)
  expect(encodeText(events)).not.toMatch(/node_modules|file:\/\/|\.mjs|wasm|[( ]glue/)
  expect(encodeText(events)).not.toContain(process.cwd())
  expect(printed(events)).not.toContain('#0 survived')
  await expectNextRunWorks()
})

it('ends at once when it is stopped in the middle of one endless native operation', async () => {
  const source = `const numbers = Array.from({ length: 100000 }, (_, i) => (i * 7919) % 100003)
export function main() {
  for (;;) numbers.slice().sort()
}`
  const run = runner.run(findTeam('callbacks', { source }))
  await new Promise((resolve) => setTimeout(resolve, 500))
  run.stop()
  const events = await eventsOf(run)
  expect(endOf(events).reason).toBe('stopped')
  expect(events[0]).toMatchObject({ kind: 'run-start', style: 'callbacks' })
  await expectNextRunWorks()
})

it('hands out more events than a call can have arguments', async () => {
  const source = `export function main() {
  const mark = JSON.stringify({ kind: 'mark', name: 'x' })
  for (let n = 0; n < 150_000; n += 1) $report('', mark, 0)
}`
  const events = await eventsOf(runner.run(findTeam('callbacks', { source })))
  expect(endOf(events).reason).toBe('returned')
  expect(events.length).toBeGreaterThan(150_000)
})

it('can be stopped twice, and after its end', async () => {
  const run = runner.run(findTeam('async', { clients: 1 }))
  const events = await eventsOf(run)
  run.stop()
  run.stop()
  expect(endOf(events).reason).toBe('answered')
})
