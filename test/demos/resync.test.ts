/** The resync demo: the blocking driver's own tests run on Motor, and its answer says which ones don't. */
import { beforeAll, expect, it } from 'vitest'
import { demoNamed, programOf } from '../../server/demos.ts'
import { applyEdit } from '../../server/trace/demo.ts'
import { type Statistics, statistics } from '../../server/trace/statistics.ts'
import { only, requestOf, simulate } from '../support/simulated.ts'

const source = programOf('resync', 'callbacks')!
const {
  claims: { callbacks: claims },
  edits: [edit],
} = demoNamed('resync')!

/** What the demo answers, and the figures of its run. */
interface Ran {
  answer: {
    passed: number
    failed: { name: string }[]
    excluded: { name: string; excluded: string }[]
  }
  figures: Statistics
}

/** The program prints its answer, too. */
async function run(program: string): Promise<Ran> {
  const found = 'const answer = testMotor()'
  const telling = program.replace(found, `${found}\n  console.log(JSON.stringify(answer))`)
  const events = await simulate(requestOf('resync', 'callbacks', { source: telling }))
  const line = only(events, 'log').find(({ text }) => text.startsWith('{'))!
  return { answer: JSON.parse(line.text), figures: statistics(events) }
}

const namesOf = (cases: { name: string }[]) => cases.map(({ name }) => name)

let asItIs: Ran
let all: Ran

// Each takes some seconds where others run, too.
beforeAll(async () => {
  asItIs = await run(source)
  all = await run(applyEdit(source, edit!))
}, 240_000)

it('passes all but the excluded ones, fewer than Motor’s own 41, each with its reason', () => {
  const { passed, failed, excluded } = asItIs.answer
  expect(failed).toEqual([])
  expect(passed + excluded.length).toBe(107)
  expect(excluded.length).toBeLessThan(41)
  for (const { excluded: reason } of excluded) expect(reason).toMatch(/\w+ \w+ \w+/)
})

it('excludes nothing that would pass', () => {
  expect(all.answer.excluded).toEqual([])
  expect(namesOf(all.answer.failed)).toEqual(namesOf(asItIs.answer.excluded))
})

it('keeps its claims, and those of its edit; each breaks what the other prints', () => {
  const broken = (promises: typeof claims, { figures }: Ran) =>
    promises!.filter((claim) => claim.check(figures) !== true).map(({ name }) => name)
  expect(broken(claims, asItIs)).toEqual([])
  expect(broken(edit!.claims, all)).toEqual([])
  expect(broken(claims, all)).toEqual(['printsInOrder'])
  expect(broken(edit!.claims, asItIs)).toEqual(['printsInOrder'])
})
