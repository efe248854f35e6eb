/** The ask-again demo: what it promises is broken by the other way to wait. */
import { expect, it } from 'vitest'
import { demoNamed, programOf } from '../../server/demos.ts'
import type { Claim } from '../../server/trace/claim.ts'
import { applyEdit } from '../../server/trace/demo.ts'
import { statistics } from '../../server/trace/statistics.ts'
import { requestOf, simulate } from '../support/simulated.ts'

const {
  claims: { threads },
  edits,
} = demoNamed('ask-again')!
const asking = programOf('ask-again', 'threads')!
const told = applyEdit(asking, edits[0]!)

async function broken(promises: readonly Claim[], source: string): Promise<string[]> {
  const figures = statistics(await simulate(requestOf('ask-again', 'threads', { source })))
  return promises.filter((claim) => claim.check(figures) !== true).map(({ name }) => name)
}

it('keeps the CPU busy only as long as nobody tells it', async () => {
  expect(await broken(threads!, told)).toEqual(['cpuBusyOver'])
})

it('polls once for each answer, and not at all while it asks again', async () => {
  expect(await broken(edits[0]!.claims, asking)).toEqual(['pollsAtMost', 'cpuBusyUnder'])
  const impatient = told.replace('events.poll(-1)', 'events.poll(10)')
  expect(await broken(edits[0]!.claims, impatient)).toEqual(['pollsAtMost'])
})
