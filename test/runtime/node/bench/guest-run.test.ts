import { expect, it } from 'vitest'
import { runGuest } from '../../../../server/runtime/node/bench/guest-run.ts'

it('tells how much memory there was whenever the program printed', async () => {
  const [before, after] = await runGuest(
    'callbacks',
    `const kept = []
export function main() {
  console.log('before')
  for (let i = 0; i < 1000; i++) kept.push({ i })
  console.log('after')
}
`,
  )
  expect([before!.text, after!.text]).toEqual(['before', 'after'])
  expect(after!.heap - before!.heap).toBeGreaterThan(1000 * 16)
})

it('lets a loop go round to which nothing happens', async () => {
  const printed = await runGuest(
    'callbacks',
    `import { IOLoop } from 'ioloop'
export function main() {
  const loop = IOLoop.instance()
  loop.addCallback(() => { console.log('once'); loop.addCallback(() => loop.stop()) })
  loop.start()
  console.log('over')
}
`,
  )
  expect(printed.map(({ text }) => text)).toEqual(['once', 'over'])
})

it('refuses to measure a program that fails', async () => {
  await expect(runGuest('callbacks', "export function main() { throw new Error('no') }\n")).rejects.toThrow(
    'a measured program failed: Error: no',
  )
})
