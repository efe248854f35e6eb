/** The tail demo: a tailable cursor delivers what is inserted, and false ends it. */
import { expect, it } from 'vitest'
import { programOf } from '../../server/demos.ts'
import { only, requestOf, simulate } from '../support/simulated.ts'
import { brokenBy } from './broken.ts'

const broken = (...changes: [string, string][]) => brokenBy('tail', 'async', changes)

it('keeps its claims, and breaks them if nothing tails or if it asks over and over', async () => {
  expect(await broken()).toEqual([])
  expect(await broken(["goal?.score !== '1:7'", 'false'])).toEqual(['printsInOrder', 'prints'])
  const asking = 'goals.find().sort({ _id: -1 }).limit(1).each(onGoal)'
  const again = `const ask = () => { ${asking}; loop.addTimeout(20, ask) }\n  ask()`
  expect(await broken(['goals.find().tail(onGoal)', again])).toContain('pollsAtMost')
})

it('asks an empty collection again after half a second, and then waits in the database', async () => {
  const events = await simulate(requestOf('tail', 'async', { source: programOf('tail', 'async')! }))
  const asked = only(events, 'command-queued').filter(({ label }) => /^(find|getMore)/.test(label))
  expect(asked.map(({ label }) => label.split(' ')[0])).toEqual([
    'find',
    'find',
    'getMore',
    'getMore',
    'getMore',
  ])
  const [first, second] = asked.map(({ t }) => t)
  expect(second! - first!).toBeGreaterThan(500_000)
  expect(second! - first!).toBeLessThan(550_000)
})
