/** The two-at-once demo: two queries are one wait only if both are asked before one is waited for. */
import { expect, it } from 'vitest'
import { brokenBy } from './broken.ts'

const broken = (...changes: [string, string][]) => brokenBy('two-at-once', 'coroutines', changes)

const ASK = "      ghana.toList(yield new Callback('G'))\n"
const FIRST = "      const first = yield new WaitOp('G')\n"
const SECOND = "      const second = yield new WaitOp('J')\n"

it('takes twice as long if it waits between', async () => {
  expect(await broken([ASK + FIRST + SECOND, SECOND + ASK + FIRST])).toEqual([
    'queriesAtOnce',
    'answeredWithin',
  ])
})

it('takes as long in whatever order it waits', async () => {
  expect(await broken([FIRST + SECOND, SECOND + FIRST])).toEqual([])
})

it('says so if a key is used for both', async () => {
  const found = await broken(["Callback('G')", "Callback('J')"], ["WaitOp('G')", "WaitOp('J')"])
  expect(found).toEqual(['allAnswered', 'queriesAtOnce', 'answeredWithin', 'neverPrints'])
})
