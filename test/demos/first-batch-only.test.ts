/** The first-batch-only demo: AsyncMongo's faults are its own, and Motor has none of them. */
import { expect, it } from 'vitest'
import { demoNamed, programOf } from '../../server/demos.ts'
import type { Claim } from '../../server/trace/claim.ts'
import { applyEdit } from '../../server/trace/demo.ts'
import { statistics } from '../../server/trace/statistics.ts'
import { printed, requestOf, simulate } from '../support/simulated.ts'

const {
  claims: { callbacks: promised },
  edits,
} = demoNamed('first-batch-only')!
const asyncmongo = programOf('first-batch-only', 'callbacks')!
const [motor, full] = edits.map((edit) => applyEdit(asyncmongo, edit)) as [string, string]
const [promisedByMotor, promisedOfFull] = edits.map(({ claims }) => claims) as [Claim[], Claim[]]

const run = (source: string) => simulate(requestOf('first-batch-only', 'callbacks', { source }))

async function broken(promises: readonly Claim[], source: string): Promise<string[]> {
  const figures = statistics(await run(source))
  return promises.filter((claim) => claim.check(figures) !== true).map(({ name }) => name)
}

it('keeps what its program and its edits promise', async () => {
  expect(await broken(promised!, asyncmongo)).toEqual([])
  expect(await broken(promisedByMotor, motor)).toEqual([])
  expect(await broken(promisedOfFull, full)).toEqual([])
})

it('gets all matches with Motor, and with AsyncMongo if they fit into one batch', async () => {
  expect(await broken(promised!, motor)).toEqual(['prints'])
  expect(await broken(promisedByMotor, asyncmongo)).toEqual(['prints'])
  const roomy = asyncmongo.replace('batchSize: 20', 'batchSize: 64')
  expect(await broken(promisedByMotor, roomy)).toEqual([])
})

it('leaves cursors behind if Motor is asked for one batch', async () => {
  const lazy = motor.replace('.toList(this.onFound)', '.toList(20, this.onFound)')
  expect(await broken(promisedByMotor, lazy)).toEqual(['prints', 'noCursorLeft'])
})

it('says in the answer and in the log how full the pool is, and to nobody if there is room', async () => {
  const lines = await run(full).then(printed)
  expect(lines.filter((line) => line.includes('Uncaught exception GET /'))).toHaveLength(2)
  const roomy = full.replace('maxconnections: 2', 'maxconnections: 4')
  expect(await broken(promisedOfFull, roomy)).toEqual(['queriesAtOnce', 'answersWith', 'prints'])
})
