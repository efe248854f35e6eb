/** The motor-tasks demo: one function, three operations; errors come out where it waits. */
import { expect, it } from 'vitest'
import { demoNamed, programOf } from '../../server/demos.ts'
import { applyEdit } from '../../server/trace/demo.ts'
import { printed, requestOf, simulate } from '../support/simulated.ts'
import { brokenBy } from './broken.ts'

const broken = (...changes: [string, string][]) => brokenBy('motor-tasks', 'coroutines', changes)
const insert = 'yield new Op(insertOne, visit())'

it('keeps its claims, and breaks what it says of visits without the insert', async () => {
  expect(await broken()).toEqual([])
  expect(await broken([insert, ''])).toEqual(['prints'])
})

it('leaves cursors open if it reads the first document of two batches only', async () => {
  const lost = await broken(
    ["{ teamA: 'Brazil' }", "{ teamA: 'Brazil' }, { batchSize: 2 }"],
    ['while (yield', 'if (yield'],
  )
  expect(lost).toEqual(['noCursorLeft'])
})

it('may catch the error of Op where it waits', async () => {
  const demo = demoNamed('motor-tasks')!
  const source = applyEdit(programOf('motor-tasks', 'coroutines')!, demo.edits[0]!).replace(
    'yield new Op(insertOne, visit())',
    'try { yield new Op(insertOne, visit()) } catch (error) { console.log(String(error).slice(0, 17)) }',
  )
  const request = requestOf('motor-tasks', 'coroutines', { source, clients: 1, requests: 2 })
  expect(printed(await simulate(request))).toEqual(
    ['#1 visit 1', '#2 DuplicateKeyError', '#2 visit 1'].map((line) => line.slice(0, 20)),
  )
})
