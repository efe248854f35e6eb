/** The bookmark demo: what is yielded is made when it is asked for, and no sooner. */
import { expect, it } from 'vitest'
import { brokenBy } from './broken.ts'

const broken = (...changes: [string, string][]) => brokenBy('bookmark', 'coroutines', changes)

it('runs before anybody asks if it is asked for all at once', async () => {
  const all: [string, string] = ['fibonacci()\n\nclass', '[...takeFive(fibonacci())].values()\n\nclass']
  const take =
    'function* takeFive(all: Iterable<number>) { let left = 5; for (const one of all) { if (left-- === 0) return; yield one } }\n'
  expect(await broken(all, ['function* fibonacci', `${take}function* fibonacci`])).toEqual(['printsInOrder'])
})

it('does not go on from yield to yield if each request begins anew', async () => {
  expect(await broken(['bookmark.next()', 'fibonacci().next()'])).toEqual(['printsInOrder'])
})

it('has no answer when the generator has ended with an error', async () => {
  expect(await broken(['yield a', "yield a\n    throw new Error('torn out')"])).toEqual([
    'allAnswered',
    'printsInOrder',
  ])
})
