/**
 * Programs that would bring a server down if they were let. Each has to end in time, with a message that says
 * what was too much, or where it went wrong; then the next program runs, and nothing is left.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Style } from '../../server/run.ts'
import { bundleFolder } from '../support/bundle.ts'
import { Leaks } from '../support/leaks.ts'
import { type NodeRuntime, openNodeRuntime } from '../support/node-runtime.ts'
import { demoRequest, endOf, eventsOf, handlerOf, mainOf, ofKind } from '../support/runs.ts'

let leaks: Leaks
let runtime: NodeRuntime

beforeAll(async () => {
  await bundleFolder()
  leaks = await Leaks.watch()
  runtime = await openNodeRuntime()
})

afterEach(async () => {
  const source = handlerOf('')
  const events = await eventsOf(runtime.runner.run(demoRequest('callbacks', { source, clients: 2 })))
  expect(endOf(events), 'the next run').toEqual(expect.objectContaining({ reason: 'answered' }))
})

afterAll(async () => {
  await runtime.close()
  const left = await leaks.left()
  await leaks.end()
  expect(left, 'what is left open').toEqual([])
})

async function endOfRun(source: string, style: Style = 'callbacks') {
  const events = await eventsOf(runtime.runner.run(demoRequest(style, { source, clients: 2, latency: 0 })))
  return { ...endOf(events), events }
}

const ENDLESS = 'for (;;) step()'
const STEP = 'let n = 0\nfunction step() { n += 1 }\n'

describe('a program that never asks', () => {
  test.each([
    ['an infinite loop', mainOf('for (;;);'), /^CPU limit: /],
    ['an infinite loop of calls', `${STEP}${mainOf(ENDLESS)}`, /^CPU limit: /],
    [
      'one that catches its end',
      mainOf('for (;;) try { for (;;); } catch {} finally { continue }'),
      /^CPU limit: /,
    ],
    ['one in the top level', `for (;;);\n${mainOf()}`, /^CPU limit: /],
    [
      'one in a promise job',
      mainOf('Promise.resolve().then(() => { for (;;); })', '$jobs()'),
      /^CPU limit: /,
    ],
    [
      'an endless native operation',
      mainOf('const many = Array.from({ length: 200_000 }, (_, n) => -n)', 'for (;;) many.slice().sort()'),
      /^time limit: one operation/,
    ],
  ])('%s', async (_what, source, message) => {
    expect(await endOfRun(source)).toMatchObject({ reason: 'limit', message: expect.stringMatching(message) })
  })

  test('names the line of a loop of calls', async () => {
    const { at } = await endOfRun(`${STEP}${mainOf(ENDLESS)}`)
    expect(at).toMatchObject({ file: 'callbacks.ts' })
  })

  test('may be a thread beside others', async () => {
    const source = `import { Thread } from 'thread'
export function main() {
  const thread = new Thread(hog)
  thread.start()
  thread.join()
}
export function hog() {
  for (;;);
}
`
    expect(await endOfRun(source, 'threads')).toMatchObject({ reason: 'limit', message: /^CPU limit: / })
  })
})

describe('a program that wants too much', () => {
  const BOMB = 'const all: unknown[] = []\n  for (;;) all.push(new Array(10_000).fill(all.length))'
  test.each([
    ['memory', mainOf(BOMB), /^memory limit: .* 32 MiB/],
    ['memory, caught', mainOf(`for (;;) try { ${BOMB} } catch {}`), /^memory limit: /],
    ['one huge string', mainOf("return 'x'.repeat(2 ** 29)"), /^memory limit: /],
    ['output', mainOf("for (;;) console.log('x'.repeat(1000))"), /^output limit: /],
    ['a huge frame', mainOf("$enter('x'.repeat(2_000_000))"), /^a system call frame of more than/],
    ['a frame beyond the channel', mainOf("$enter('\u20ac'.repeat(4_000_000))"), /^a system call frame/],
    [
      'no system call of ours',
      mainOf('$enter(\'{"submissions":[{"id":1,"op":"fork"}]}\')'),
      /unknown system call: fork/,
    ],
    [
      'sockets',
      `import { startConnect } from 'os'\n${mainOf("for (;;) startConnect('mongodb', 27017)")}`,
      /^socket limit: /,
    ],
  ])('%s', async (_what, source, message) => {
    expect(await endOfRun(source)).toMatchObject({ reason: 'limit', message: expect.stringMatching(message) })
  })

  test('stack', async () => {
    const source = `function deeper(n: number): number { return deeper(n + 1) + 1 }\n${mainOf('deeper(0)')}`
    expect(await endOfRun(source)).toMatchObject({
      reason: 'failed',
      message: expect.stringMatching(/stack/i),
      at: { file: 'callbacks.ts', line: 1 },
    })
  })

  test('threads', async () => {
    const source = `import { sleep } from 'os'
import { Thread } from 'thread'
export function main() {
  for (;;) new Thread(wait).start()
}
export function wait() {
  sleep(100_000)
}
`
    expect(await endOfRun(source, 'threads')).toMatchObject({
      reason: 'limit',
      message: expect.stringMatching(/^thread limit: .* 65 threads/),
    })
  })

  test('events', async () => {
    const source = mainOf("for (;;) $report('', JSON.stringify({ kind: 'mark', name: 'x' }), 0)")
    const { message, events } = await endOfRun(source)
    expect(message).toMatch(/^CPU limit: /)
    expect(ofKind(events, 'mark').length).toBeGreaterThan(1000)
  })

  test('reports that nobody could make', async () => {
    const source = mainOf("for (let n = 0; n < 1000; n += 1) $report('x'.repeat(1_000_000), '{}', 0)")
    expect(await endOfRun(source)).toMatchObject({ reason: 'returned' })
  })
})

describe('a program that goes wrong', () => {
  test('in its top level', async () => {
    const end = await endOfRun(`const nobody: any = undefined\nnobody.team\n${mainOf()}`)
    expect(end).toMatchObject({ reason: 'failed', at: { file: 'callbacks.ts', line: 2 } })
  })

  test('in its top level, while its threads are being made', async () => {
    const end = await endOfRun(`throw new Error('not today')\n${mainOf()}`, 'threads')
    expect(end).toMatchObject({ reason: 'failed', message: 'Error: not today', at: { line: 1 }, threads: 0 })
  })

  test('because it makes system calls where every thread would', async () => {
    const end = await endOfRun(`import { Socket } from 'socket'\nSocket.listen(8888)\n${mainOf()}`, 'threads')
    expect(end).toMatchObject({ reason: 'failed', message: expect.stringMatching(/belong into main/) })
  })

  test('because it is none', async () => {
    const end = await endOfRun('export function main( {')
    expect(end).toMatchObject({ reason: 'failed', at: { file: 'callbacks.ts', line: 1 } })
  })

  test('because it is nested too deeply', async () => {
    const end = await endOfRun(mainOf(`return ${'('.repeat(40_000)}1${')'.repeat(40_000)}`))
    expect(end).toMatchObject({ reason: 'failed', message: 'the program is nested too deeply to be read' })
  })

  test('because it waits for nothing', async () => {
    const end = await endOfRun(`import { poll } from 'os'\n${mainOf('poll(-1)')}`)
    expect(end).toMatchObject({ reason: 'deadlock', message: 'the program waits, and nobody listens' })
  })

  test('by changing what everybody uses', async () => {
    const tampered = `Object.defineProperty(Object.prototype, 'then', { get() { throw new Error('then') } })
Object.defineProperty(Array.prototype, 'push', { value: () => { throw new Error('push') } })
Array.prototype[Symbol.iterator] = undefined as any
JSON.stringify = () => '}'
Object.prototype.toString = () => { throw new Error('toString') }
`
    const end = await endOfRun(tampered + handlerOf(''))
    expect(end.message).toMatch(/./)
    expect(['failed', 'limit', 'deadlock']).toContain(end.reason)
  })
})

test('a program that floods the kernel with system calls can be stopped', async () => {
  const source = `import { watch } from 'os'\n${mainOf('for (;;) try { watch(99, 1) } catch {}')}`
  const run = runtime.runner.run(demoRequest('callbacks', { source, mode: 'open' }))
  const timer = setTimeout(() => run.stop(), 300)
  const { reason, t } = { ...(await eventsOf(run)).at(-1)! } as { reason: string; t: number }
  clearTimeout(timer)
  expect(reason).toBe('stopped')
  expect(t).toBeLessThan(2_000_000)
})

test('an endless native operation is over soon after it was stopped', async () => {
  const source = mainOf(
    'const many = Array.from({ length: 300_000 }, (_, n) => -n)',
    'for (;;) many.slice().sort()',
  )
  const run = runtime.runner.run(demoRequest('callbacks', { source }))
  const events = eventsOf(run)
  await new Promise((resolve) => setTimeout(resolve, 200))
  const asked = performance.now()
  run.stop()
  await events
  expect(performance.now() - asked).toBeLessThan(200)
})
