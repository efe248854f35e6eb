/** The never-finished demo: who finishes whatever was found leaves nobody waiting. */
import { expect, it } from 'vitest'
import { brokenBy } from './broken.ts'

const broken = (...changes: [string, string][]) => brokenBy('never-finished', 'callbacks', changes)

it('answers everybody if it finishes whatever was found', async () => {
  expect(await broken(['if (match) this.finish(match)', 'this.finish(match)'])).toEqual([
    'answersWith',
    'neverAnswered',
  ])
})

it('leaves more of them waiting the less is found', async () => {
  expect(await broken(["getArgument('team')", "getArgument('team').slice(1)"])).toEqual([
    'answersWith',
    'neverAnswered',
  ])
})

it('logs an error if one is raised, and then answers', async () => {
  const raise = "if (!match) throw new Error('no match')\n    this.finish(match)"
  expect(await broken(['if (match) this.finish(match)', raise])).toEqual(['neverAnswered', 'neverPrints'])
})
