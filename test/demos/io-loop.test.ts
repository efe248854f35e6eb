/** The io-loop demo: Tornado's order of events, which two small mistakes change. */
import { expect, it } from 'vitest'
import { demoNamed, programOf } from '../../server/demos.ts'
import type { Claim } from '../../server/trace/claim.ts'
import { applyEdit } from '../../server/trace/demo.ts'
import { statistics } from '../../server/trace/statistics.ts'
import { printed, requestOf, simulate } from '../support/simulated.ts'

const {
  claims: { callbacks },
  edits: [atOnce, doNotRead],
  recorded,
} = demoNamed('io-loop')!
const program = programOf('io-loop', 'callbacks')!

const run = (source: string) => simulate(requestOf('io-loop', 'callbacks', { source }))

async function broken(promises: readonly Claim[], source: string): Promise<string[]> {
  const figures = statistics(await run(source))
  return promises.filter((claim) => claim.check(figures) !== true).map(({ sentence }) => sentence)
}

it('prints what Tornado logged', async () => {
  const said = printed(await run(program)).map((line) => line.replace('#0 ', ''))
  expect(said).toEqual(recorded!.log)
})

it('breaks its word about the next turn if callbacks are called at once', async () => {
  const late = 'What they add waits for the next turn.'
  expect(await broken(callbacks!, applyEdit(program, atOnce!))).toEqual([late])
  expect(await broken(atOnce!.claims, program)).toEqual(['What it adds pushes in before others.'])
})

it('breaks its word about polls if the handler does not read, for it is called again', async () => {
  expect(await broken(callbacks!, applyEdit(program, doNotRead!))).toEqual([
    'The loop polls at most 2 times.',
  ])
  expect(await broken(doNotRead!.claims, program)).toEqual(['The loop polls more than 10 times.'])
})

it('breaks its word about phases if the timeout is not due yet', async () => {
  const source = program.replace('addTimeout(0', 'addTimeout(5')
  expect(await broken(callbacks!, source)).toContain('Callbacks come first, then timeouts, then handlers.')
})
