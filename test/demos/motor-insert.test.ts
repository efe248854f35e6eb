/** The motor-insert demo: eight switches in the talk's version, six in 0.1, and a socket that fills up. */
import { expect, it } from 'vitest'
import { demoNamed, programOf } from '../../server/demos.ts'
import type { Claim } from '../../server/trace/claim.ts'
import { applyEdit } from '../../server/trace/demo.ts'
import { statistics } from '../../server/trace/statistics.ts'
import { only, requestOf, simulate } from '../support/simulated.ts'

const demo = demoNamed('motor-insert')!
const talk = programOf('motor-insert', 'callbacks')!
const [older, big] = demo.edits.map((edit) => ({ claims: edit.claims, source: applyEdit(talk, edit) }))

const run = (source: string) => simulate(requestOf('motor-insert', 'callbacks', { source }))

async function broken(promises: readonly Claim[], source: string): Promise<string[]> {
  const figures = statistics(await run(source))
  return promises.filter((claim) => claim.check(figures) !== true).map(({ name }) => name)
}

it('keeps its claims, which the other version and a big document break', async () => {
  const { callbacks: claims } = demo.claims
  expect(await broken(claims!, talk)).toEqual([])
  expect(await broken(claims!, older!.source)).toEqual(['printsInOrder'])
  expect(await broken(claims!, big!.source)).toEqual(['pollsToWrite'])
})

it('has edits that keep their own claims, which the original breaks', async () => {
  for (const { claims, source } of [older!, big!]) {
    expect(await broken(claims, source)).toEqual([])
    expect(await broken(claims, talk)).toHaveLength(1)
  }
})

it('makes all its switches between two greenlets, the main one and a child', async () => {
  const switches = only(await run(talk), 'switch').slice(-8)
  const lanes = new Set(switches.flatMap(({ from, to }) => [from, to]))
  expect(lanes.size).toBe(2)
  expect(lanes).toContain('greenlet:0')
  expect(switches.map(({ to }) => to === 'greenlet:0')).toEqual([0, 1, 0, 1, 0, 1, 0, 1].map(Boolean))
})
