import { describe, expect, it } from 'vitest'
import { STYLES } from '../../../server/run.ts'
import { encodeText } from '../../../server/trace/codec.ts'
import {
  endOf,
  findTeam,
  only,
  printed,
  simulate,
  simulateProgram,
  webProgram,
} from '../../support/simulated.ts'

describe('the same run', () => {
  it.each(STYLES)(
    'gives the same trace for the same seed, and says nothing of the machine: %s',
    async (style) => {
      for (const arrival of ['together', 'spread'] as const) {
        const text = encodeText(await simulate(findTeam(style, { arrival })))
        expect(encodeText(await simulate(findTeam(style, { arrival })))).toBe(text)
        expect(text).not.toContain(process.cwd())
        expect(text).not.toMatch(/node_modules|file:\/\/|\/home\/|\/root\/|\/work\/|glue/)
      }
    },
  )

  it('differs for another seed', async () => {
    const random = 'export function main() { console.log(Math.random()) }'
    const [one, two] = await Promise.all([1, 2].map((seed) => simulateProgram('callbacks', random, { seed })))
    expect(printed(one!)).not.toEqual(printed(two!))
    const spread = (seed: number) => simulate(findTeam('async', { arrival: 'spread', seed }))
    const sent = (events: Awaited<ReturnType<typeof spread>>) =>
      only(events, 'request-sent').map(({ t }) => t)
    expect(sent(await spread(1))).not.toEqual(sent(await spread(2)))
  })
})

describe('the end of a run', () => {
  it('comes with the last answer of a burst', async () => {
    const events = await simulate(findTeam('async', { requests: 2 }))
    expect(endOf(events)).toMatchObject({ reason: 'answered', threads: 1 })
    expect(only(events, 'request-answered')).toHaveLength(16)
  })

  it('comes when everybody has left an open server: nobody else can come in virtual time', async () => {
    for (const style of ['threads', 'callbacks'] as const) {
      const events = await simulate(findTeam(style, { mode: 'open' }))
      expect(endOf(events)).toMatchObject({ reason: 'stopped' })
      expect(only(events, 'request-answered')).toHaveLength(8)
    }
  })

  it('comes when main returns, and says who waited then', async () => {
    const nothing = await simulateProgram('callbacks', 'export function main() {}')
    expect(endOf(nothing)).toEqual(expect.objectContaining({ reason: 'returned' }))
    expect(endOf(nothing).message).toBeUndefined()
    const early = `import { Socket } from 'socket'
import { sleep } from 'os'
export function main() {
  Socket.listen(8888).accept()
  sleep(5)
}`
    for (const style of ['threads', 'greenlets', 'callbacks'] as const) {
      expect(endOf(await simulateProgram(style, early))).toMatchObject({
        reason: 'returned',
        message: 'main returned, and request #1 was not answered yet',
      })
    }
  })

  it('comes when nobody will be answered any more', async () => {
    const silent = webProgram(
      'class Handler extends RequestHandler { get() { return new Promise(() => {}) } }',
    )
    expect(endOf(await simulateProgram('async', silent))).toMatchObject({
      reason: 'deadlock',
      message: 'request #1 was never answered',
    })
    expect(endOf(await simulateProgram('async', silent, { clients: 3 }))).toMatchObject({
      message: 'requests #1, #2, #3 were never answered',
    })
  })

  it('comes when the program waits for itself', async () => {
    const program = `import { join } from 'os'
export function main() { join(1) }`
    expect(endOf(await simulateProgram('threads', program))).toMatchObject({
      reason: 'deadlock',
      message: 'the program waits, and nobody listens',
    })
  })

  it('comes when a client is sent away', async () => {
    const rude = `import { Socket } from 'socket'
export function main() {
  const server = Socket.listen(8888)
  for (;;) server.accept().close()
}`
    expect(endOf(await simulateProgram('threads', rude))).toMatchObject({
      reason: 'failed',
      message: 'request #1 failed: the server hung up',
    })
  })

  it('comes after an hour of virtual time', async () => {
    const program = `import { sleep } from 'os'
export function main() { for (;;) sleep(1e6) }`
    expect(endOf(await simulateProgram('callbacks', program))).toMatchObject({
      reason: 'limit',
      message: 'run-time limit: the run took more than 3600 s, and nobody listens',
    })
  })
})

describe('a thread', () => {
  it.each([
    ['() => 1', 'function'],
    ['new Map()', 'Map'],
    ['{ deep: [new Set()] }', 'Set'],
  ])('is refused the argument %s, at its line', async (argument, what) => {
    const source = findTeam('threads').source.replace('(serve, client)', `(serve, client, ${argument})`)
    const line = source.split('\n').findIndex((text) => text.includes('(serve, client,')) + 1
    expect(endOf(await simulate(findTeam('threads', { source })))).toMatchObject({
      reason: 'failed',
      message: `TypeError: an argument of a thread must be JSON, a socket, a lock or the like, not a ${what}`,
      at: { line },
    })
  })

  it('that computes for ever ends the run by the CPU limit, though others take turns with it', async () => {
    const source = findTeam('threads').source.replace('const found =', 'for (;;);\n    const found =')
    expect(endOf(await simulate(findTeam('threads', { source, clients: 8 })))).toMatchObject({
      reason: 'limit',
      message: 'CPU limit: the program computed for 5 s without a system call, in serve',
    })
  })

  it('that throws ends alone, and what it threw is printed for its request and at its line', async () => {
    const source = findTeam('threads').source.replace(
      'const found =',
      "if (query.team === 'Ghana') throw new Error('no Ghana')\n    const found =",
    )
    const events = await simulate(findTeam('threads', { source }))
    const [log] = only(events, 'log')
    expect(log).toMatchObject({
      request: 3,
      stream: 'err',
      text: 'thread 4: Error: no Ghana',
      at: { line: 23 },
    })
    expect(only(events, 'request-answered')).toHaveLength(7)
    expect(endOf(events)).toMatchObject({ reason: 'deadlock', message: 'request #3 was never answered' })
  })

  it('can be joined, and runs while who joins it waits', async () => {
    const program = `import { sleep } from 'os'
import { Thread } from 'thread'
export function main() {
  const threads = [new Thread(work, 'a', 20), new Thread(work, 'b', 10)]
  for (const thread of threads) thread.start()
  for (const thread of threads) thread.join()
  console.log('all done')
}
export function work(name: string, ms: number) {
  sleep(ms)
  console.log(name)
}`
    const events = await simulateProgram('threads', program)
    expect(printed(events)).toEqual(['#0 b', '#0 a', '#0 all done'])
    expect(endOf(events)).toMatchObject({ reason: 'returned', threads: 3 })
    expect(events.at(-1)!.t).toBeGreaterThan(20_000)
    expect(events.at(-1)!.t).toBeLessThan(25_000)
  })

  it('can not be started where nobody could interleave it', async () => {
    const program = `import { Thread } from 'thread'
export function main() { new Thread(work).start() }
export function work() {}`
    const past = `import { spawn } from 'os'\nexport function main() { spawn('main', []) }`
    expect(endOf(await simulateProgram('callbacks', past))).toMatchObject({
      reason: 'failed',
      message: 'in virtual time only the threads style can start threads and processes',
    })
    expect(endOf(await simulateProgram('callbacks', program))).toMatchObject({
      reason: 'failed',
      message: 'Error: only a program in threads style starts threads and processes',
      at: { line: 2 },
    })
  })
})

it('charges computing in virtual time, and lets the threads take turns', async () => {
  const program = `import { Thread } from 'thread'
export function main() {
  const threads = [new Thread(work), new Thread(work)]
  for (const thread of threads) thread.start()
  for (const thread of threads) thread.join()
}
export function work() {
  for (let i = 0; i < 20000; i += 1) Math.abs(i)
}`
  const events = await simulateProgram('threads', program)
  const turns = only(events, 'run').map(({ lane }) => lane)
  expect(only(events, 'preempt').length).toBeGreaterThan(4)
  expect(turns.join(' ')).toContain('thread:2 thread:3 thread:2 thread:3')
  expect(events.at(-1)!.t).toBeGreaterThan(40_000)
})
