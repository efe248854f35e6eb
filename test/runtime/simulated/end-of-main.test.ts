/** How a run ends whose main leaves something behind: promises, or an event loop for nobody. */
import { expect, it } from 'vitest'
import { mainOf } from '../../support/runs.ts'
import { endOf, printed, simulateProgram } from '../../support/simulated.ts'

const asyncMain = (...lines: string[]) => mainOf(...lines).replace('export', 'export async')

it('an async main that is rejected fails at its line', async () => {
  const events = await simulateProgram('callbacks', asyncMain('await null', "throw new Error('later')"))
  expect(endOf(events)).toMatchObject({ reason: 'failed', message: 'Error: later', at: { line: 3 } })
})

it('an async main goes on after a promise, and is over when it waits for ever', async () => {
  const source = asyncMain('await null', "console.log('on')", 'await new Promise(() => {})')
  const events = await simulateProgram('callbacks', source)
  expect(endOf(events)).toMatchObject({ reason: 'returned' })
  expect(printed(events)).toEqual(['#0 on'])
})

it('an event loop that nobody can call waits for nothing', async () => {
  const source = `import { IOLoop } from 'ioloop'\n${mainOf('IOLoop.instance().start()')}`
  expect(endOf(await simulateProgram('callbacks', source))).toMatchObject({
    reason: 'deadlock',
    message: 'the program waits, and nobody listens',
  })
})
