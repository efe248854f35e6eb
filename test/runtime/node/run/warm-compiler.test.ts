import { expect, test } from 'vitest'
import { LIBRARY } from '../../../../server/library.ts'
import { warmCompiler } from '../../../../server/runtime/node/run/warm-compiler.ts'

test('goes through the whole library in both ways it is compiled, one file at a time', async () => {
  let files = 0
  let turns = 0
  const turn = setInterval(() => (turns += 1), 0)
  await warmCompiler(() => {
    files += 1
    return false
  })
  clearInterval(turn)
  expect(files).toBe(2 * LIBRARY.size)
  expect(turns).toBeGreaterThan(1)
})

test('ends as soon as it is told', async () => {
  let files = 0
  await warmCompiler(() => {
    files += 1
    return files === 3
  })
  expect(files).toBe(3)
})
