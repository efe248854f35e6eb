/** What is measured as the other way to keep frames is a way that works: the same program comes to the same. */
import { expect, it } from 'vitest'
import { withFramesInArray } from '../../../../server/runtime/node/bench/frames-in-array.ts'
import { runGuest } from '../../../../server/runtime/node/bench/guest-run.ts'

const FROM = '// What waits.'
const TO = '// What does not.'

const PROGRAM = `import { Greenlet } from 'greenlet'
let hub, worker
function started(run) { return run }
${FROM}
function dive(depth) {
  try {
    if (depth > 0) return dive(depth - 1) + depth
    const got = hub.switch('deep')
    if (got < 0) throw new Error('lost ' + got)
    return got
  } finally { console.log('leaves ' + depth) }
}
function caught(depth) {
  try { return dive(depth) } catch (e) { return e.message }
}
function work() {
  worker = new Greenlet(started(caught), hub)
  console.log(worker.switch(2))
  console.log(worker.switch(7))
  worker = new Greenlet(started(caught), hub)
  worker.switch(1)
  console.log(worker.switch(-1))
}
${TO}
export function main() {
  hub = new Greenlet(started(work))
  hub.switch()
}
`

it('does what nested frames do: switches, values, errors and finally', async () => {
  const nested = await runGuest('greenlets', PROGRAM)
  const inArray = await runGuest('greenlets', PROGRAM, (program) => {
    const code = withFramesInArray(program.modules[program.file]!, FROM, TO)
    expect(code).not.toContain('function started')
    return { ...program, modules: { ...program.modules, [program.file]: code } }
  })
  const said = nested.map(({ text }) => text)
  expect(said).toEqual(['deep', 'leaves 0', 'leaves 1', 'leaves 2', '10', 'leaves 0', 'leaves 1', 'lost -1'])
  expect(inArray.map(({ text }) => text)).toEqual(said)
})
