/** The polling demo: who asks again and again asks in vain and hears late; who waits does neither. */
import { expect, it } from 'vitest'
import { demoNamed, programOf } from '../../server/demos.ts'
import type { RunRequest } from '../../server/run.ts'
import type { Claim } from '../../server/trace/claim.ts'
import { applyEdit } from '../../server/trace/demo.ts'
import { statistics } from '../../server/trace/statistics.ts'
import { only, requestOf, simulate } from '../support/simulated.ts'

const {
  claims: { async: asking },
  edits: [waiting],
} = demoNamed('polling')!
const source = programOf('polling', 'async')!
const longPolling = applyEdit(source, waiting!)

const run = (changes: Partial<RunRequest>) => simulate(requestOf('polling', 'async', changes))

async function broken(promises: readonly Claim[], changes: Partial<RunRequest>): Promise<string[]> {
  const figures = statistics(await run(changes))
  return promises.filter((claim) => claim.check(figures) !== true).map(({ name }) => name)
}

it('breaks the claims of either by the other', async () => {
  expect(await broken(asking!, { source: longPolling })).toEqual(['mostlyInVain', 'neverPrints'])
  expect(await broken(waiting!.claims, { source })).toEqual(['neverInVain', 'prints'])
})

it('asks less often in vain the rarer it asks, and hears the later of it', async () => {
  const often = await run({ pause: 20, requests: 30 })
  const rarely = await run({ pause: 300, requests: 3 })
  const lateness = (events: typeof often) =>
    only(events, 'log').map(({ text }) => Number(text.replace(/\D/g, '')))
  const vain = (events: typeof often) =>
    only(events, 'request-answered').filter(({ bytes }) => bytes === 0).length
  expect(vain(often)).toBeGreaterThan(10 * vain(rarely))
  expect(Math.max(...lateness(often))).toBeLessThan(25)
  expect(Math.max(...lateness(rarely))).toBeGreaterThan(100)
})

it('costs nobody a thread or the CPU to wait', async () => {
  const figures = statistics(await run({ source: longPolling }))
  expect(figures.cpu_busy).toBeLessThan(0.05)
  expect(figures.threads).toBe(1)
  expect(figures.max_ms).toBeGreaterThan(100)
})
