/**
 * Programs that mean harm, on OS threads and real sockets: each ends in time, with a message that says what
 * was too much, or where it went wrong; the next program runs, and nothing is left.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Style } from '../../server/run.ts'
import { encodeText } from '../../server/trace/codec.ts'
import { bundleFolder } from '../support/bundle.ts'
import { Leaks } from '../support/leaks.ts'
import { type NodeRuntime, openNodeRuntime } from '../support/node-runtime.ts'
import { eventsOf, handlerOf, mainOf } from '../support/runs.ts'
import { endOf, findTeam, only, printed } from '../support/simulated.ts'
import { HOSTILE } from './programs.ts'

let leaks: Leaks
let runtime: NodeRuntime

beforeAll(async () => {
  // The bundler keeps threads of its own: it must be done before anybody looks for what is left open.
  await bundleFolder()
  leaks = await Leaks.watch()
  runtime = await openNodeRuntime()
})

afterEach(async () => {
  expect(await endOfRun(handlerOf('')), 'the next run').toMatchObject({ reason: 'answered' })
})

afterAll(async () => {
  await runtime.close()
  const left = await leaks.left()
  await leaks.end()
  expect(left, 'what is left open').toEqual([])
})

function start(source: string, style: Style = 'callbacks') {
  return runtime.runner.run(findTeam(style, { source, clients: 1, latency: 0 }))
}

async function endOfRun(source: string, style?: Style) {
  return endOf(await eventsOf(start(source, style)))
}

/** Here computing takes real seconds: what the sandbox tells apart is tried in virtual time. */
const SECONDS = /computed for 5 s/
const LONG = ['answers to nobody', 'an infinite loop in a handler', 'exponential recursion']
const inTime = HOSTILE.filter(({ what }) => !LONG.includes(what))

it.each(inTime)('survives $what', async ({ source, style, reason, message, line }) => {
  const events = await eventsOf(start(source, style))
  const end = endOf(events)
  expect(end.reason).toBe(reason)
  if (typeof message === 'string')
    expect(end.message ?? '').toBe(message.replace(SECONDS, 'computed for 2 s'))
  else expect(end.message).toMatch(message)
  expect(end.at?.line).toBe(line)
  expect(encodeText(events)).not.toMatch(/node_modules|file:\/\/|\.mjs|wasm|[( ]glue/)
  expect(encodeText(events)).not.toContain(process.cwd())
  expect(printed(events)).not.toContain('#0 survived')
})

const SORTS = mainOf(
  'const many = Array.from({ length: 200_000 }, (_, n) => -n)',
  'for (;;) many.slice().sort()',
)

describe('ends with a reason', () => {
  it.each([
    ['an endless native operation', SORTS, /^time limit: one operation took more than 3 s$/],
    ['an infinite loop in the top level', `for (;;);\n${mainOf()}`, /^CPU limit: .* 2 s/],
    ['a huge frame', mainOf("$enter('x'.repeat(2_000_000))"), /^a system call frame of more than/],
    [
      'a frame beyond the channel',
      mainOf("$enter('\u20ac'.repeat(4_000_000))"),
      /^a system call frame that is too big/,
    ],
  ])('%s', async (_what, source, message) => {
    expect(await endOfRun(source)).toMatchObject({ reason: 'limit', message: expect.stringMatching(message) })
  })

  it('a flood of events, which is not lost', async () => {
    const source = mainOf("for (;;) $report('', JSON.stringify({ kind: 'mark', name: 'x' }), 0)")
    const events = await eventsOf(start(source))
    expect(endOf(events).message).toMatch(/^CPU limit: /)
    expect(only(events, 'mark').length).toBeGreaterThan(1000)
  })

  it('a program that waits for nothing', async () => {
    const end = await endOfRun(`import { poll } from 'os'\n${mainOf('poll(-1)')}`)
    expect(end).toMatchObject({ reason: 'deadlock', message: 'the program waits, and nobody listens' })
  })

  it('an event loop that nobody can call', async () => {
    const end = await endOfRun(`import { IOLoop } from 'ioloop'\n${mainOf('IOLoop.instance().start()')}`)
    expect(end).toMatchObject({ reason: 'deadlock', message: 'the program waits, and nobody listens' })
  })

  it('brackets nested beyond any stack', async () => {
    const end = await endOfRun(mainOf(`return ${'('.repeat(40_000)}1${')'.repeat(40_000)}`))
    expect(end).toMatchObject({ reason: 'failed', message: expect.stringMatching(/stack|deep/) })
  })

  it('an error in the top level while threads are being made', async () => {
    const end = await endOfRun(`throw new Error('not today')\n${mainOf()}`, 'threads')
    expect(end).toMatchObject({ reason: 'failed', message: 'Error: not today', at: { line: 1 }, threads: 0 })
  })

  it('system calls where every thread would make them', async () => {
    const end = await endOfRun(`import { Socket } from 'socket'\nSocket.listen(8888)\n${mainOf()}`, 'threads')
    expect(end).toMatchObject({ reason: 'failed', message: expect.stringMatching(/belong into main/) })
  })
})

it('ends threads that compute for ever in turns before their clients lose patience', async () => {
  const source = findTeam('threads').source.replace('const found =', 'for (;;);\n    const found =')
  const run = runtime.runner.run(findTeam('threads', { source, clients: 8, latency: 0 }))
  expect(endOf(await eventsOf(run))).toMatchObject({
    reason: 'limit',
    message: 'CPU limit: a thread, in turns with others, computed for 8 s without a system call, in serve',
  })
}, 20_000)

it('sleeps for longer than a timer can be set', async () => {
  const warned: Error[] = []
  const warn = (warning: Error) => void warned.push(warning)
  process.on('warning', warn)
  const source = `import { sleep } from 'os'\nimport { Socket } from 'socket'\n${mainOf('Socket.listen(8888)', 'sleep(3e9)')}`
  const run = start(source)
  const events = eventsOf(run)
  await new Promise((resolve) => setTimeout(resolve, 300))
  run.stop()
  expect(only(await events, 'wake')).toEqual([])
  process.off('warning', warn)
  expect(warned).toEqual([])
})

it('drops reports that no library could make', async () => {
  const source = mainOf("for (let n = 0; n < 20; n += 1) $report('', 'x'.repeat(1_000_000), 0)")
  expect(await endOfRun(source)).toMatchObject({ reason: 'returned' })
})

it.each([
  [
    'a flood of system calls',
    `import { watch } from 'os'\n${mainOf('for (;;) try { watch(99, 1) } catch {}')}`,
  ],
  ['an endless native operation', SORTS],
])('is rid of %s soon after it was stopped', async (_what, source) => {
  const run = start(source)
  const events = eventsOf(run)
  await new Promise((resolve) => setTimeout(resolve, 300))
  const asked = performance.now()
  run.stop()
  expect(endOf(await events).reason).toBe('stopped')
  expect(performance.now() - asked).toBeLessThan(200)
})
