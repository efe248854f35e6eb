/** The wrong-order demo: the right order answers what the wrong one only logs. */
import { expect, it } from 'vitest'
import { brokenBy } from './broken.ts'

const broken = (...changes: [string, string][]) => brokenBy('wrong-order', 'coroutines', changes)

it('leaves nobody waiting in the right order', async () => {
  const right: [string, string] = [
    'engine(\n    asynchronous(function* ',
    'asynchronous(\n    engine(function* ',
  ]
  expect(await broken(right)).toEqual(['neverAnswered', 'prints'])
})

it('logs nothing, and still lets them hang, if nothing is raised', async () => {
  expect(await broken(['throw new Error(`no', 'return void (`no'])).toEqual(['prints'])
})

it('answers the others because their matches are found', async () => {
  expect(await broken(["getArgument('team')", "getArgument('nothing')"])).toContain('answersWith')
})
