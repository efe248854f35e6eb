/** The io-stream demo: a stream calls back later, and has one reader at a time. */
import { expect, it } from 'vitest'
import { demoNamed, programOf } from '../../server/demos.ts'
import type { Claim } from '../../server/trace/claim.ts'
import { applyEdit } from '../../server/trace/demo.ts'
import { statistics } from '../../server/trace/statistics.ts'
import { printed, requestOf, simulate } from '../support/simulated.ts'

const {
  claims: { callbacks },
  edits: [askForMore],
} = demoNamed('io-stream')!
const program = programOf('io-stream', 'callbacks')!

const run = (source: string) => simulate(requestOf('io-stream', 'callbacks', { source }))

async function broken(promises: readonly Claim[], source: string): Promise<string[]> {
  const figures = statistics(await run(source))
  return promises.filter((claim) => claim.check(figures) !== true).map(({ name }) => name)
}

it('prints each step in the order in which it happens, however much is there already', async () => {
  const said = printed(await run(program)).map((line) => line.replace(/^#\d /, ''))
  const first = said.slice(0, said.indexOf('written') + 1)
  expect(first.map((line) => line.replace(/\d+ bytes$/, 'so many bytes'))).toEqual([
    'readBytes returned',
    'readBytes: GET ',
    'readUntil returned',
    'readUntil: so many bytes',
    'write returned',
    'written',
  ])
})

it('answers nobody if a read wants more than there will ever be', async () => {
  expect(await broken(callbacks!, applyEdit(program, askForMore!))).toEqual(['allAnswered', 'printsInOrder'])
  expect(await broken(askForMore!.claims, program)).toEqual(['neverAnswered', 'neverPrints'])
})

it('breaks its word about order if the first read is answered from a string at once', async () => {
  const inline = program
    .replace('stream.readBytes(4, (method) => {', '((method) => {')
    .replace("  })\n  log('readBytes returned')", "  })('GET ')\n  log('readBytes returned')")
  expect(await broken(callbacks!, inline)).toEqual(['printsInOrder'])
})
