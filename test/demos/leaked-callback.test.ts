/** The leaked-callback demo: what is waited for does not leak, nor what is not asked for. */
import { expect, it } from 'vitest'
import { brokenBy } from './broken.ts'

const broken = (...changes: [string, string][]) => brokenBy('leaked-callback', 'coroutines', changes)

it('leaks nothing if it waits for both', async () => {
  const both = "yield new WaitOp('japan')\n      this.finish(yield new WaitOp('ghana'))"
  expect(await broken(["this.finish(yield new WaitOp('ghana'))", both])).toEqual(['printsInOrder', 'prints'])
})

it('leaks nothing, and asks once, if it makes no callback', async () => {
  const asked = "      findOne(japan, yield new Callback('japan'))\n"
  expect(await broken([asked, ''])).toEqual(['queriesAtOnce', 'printsInOrder', 'prints'])
})

it('says nothing of a leak after an error, which may well leave callbacks', async () => {
  const found = await broken(["console.log('end of generator')", "throw new Error('after all')"])
  expect(found).toEqual(['printsInOrder'])
})

it('has no answer for who is not told', async () => {
  const found = await broken(["this.finish(yield new WaitOp('ghana'))", "yield new WaitOp('ghana')"])
  expect(found).toEqual(['allAnswered', 'prints'])
})
