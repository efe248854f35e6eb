/** Runs on OS threads: who has the CPU, how threads begin and end, and a database that goes away. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TraceEvent } from '../../../../server/kernel/events.ts'
import { bundleFolder } from '../../../support/bundle.ts'
import { children, Leaks } from '../../../support/leaks.ts'
import { type NodeRuntime, openNodeRuntime } from '../../../support/node-runtime.ts'
import { eventsOf, handlerOf, mainOf } from '../../../support/runs.ts'
import { endOf, findTeam, only, printed } from '../../../support/simulated.ts'

let leaks: Leaks
let runtime: NodeRuntime

beforeAll(async () => {
  // The bundler keeps threads of its own: it must be done before anybody looks for what is left open.
  await bundleFolder()
  leaks = await Leaks.watch()
  runtime = await openNodeRuntime()
})

afterAll(async () => {
  await runtime.close()
  const left = await leaks.left()
  await leaks.end()
  expect(left, 'what is left open').toEqual([])
})

const run = (...request: Parameters<typeof findTeam>) => eventsOf(runtime.runner.run(findTeam(...request)))

/** Four threads that only compute, three more than were made ready. */
const HOGS = `import { Thread } from 'thread'
console.log('top level')
export function main() {
  const threads: Thread[] = []
  for (let n = 0; n < 4; n += 1) threads.push(new Thread(hog))
  for (const thread of threads) thread.start()
  for (const thread of threads) thread.join()
}
export function hog() {
  for (let round = 0; round < 10; round += 1) {
    for (let i = 0; i < 100_000; i += 1);
    console.log('round')
  }
}
`

describe('threads', () => {
  let events: TraceEvent[]
  beforeAll(async () => {
    events = await run('threads', { source: HOGS, clients: 1 })
  })

  test('one of them runs at a time', () => {
    let holder: string | undefined
    let turns = 0
    for (const { kind, lane } of events) {
      if (kind === 'run') {
        expect(holder, `who runs when ${lane} begins to`).toBeUndefined()
        holder = lane
        turns += 1
      } else if (['block', 'preempt', 'lane-close'].includes(kind) && lane === holder) holder = undefined
    }
    expect(turns).toBeGreaterThan(10)
  })

  test('each gets on while all of them compute', () => {
    const rounds = only(events, 'log').filter(({ text }) => text === 'round')
    expect(rounds).toHaveLength(40)
    expect(new Set(rounds.slice(0, 20).map(({ lane }) => lane)).size).toBe(4)
  })

  test('the time of what they say never runs backwards', () => {
    for (const lane of new Set(events.map((event) => event.lane))) {
      const times = events.filter((event) => event.lane === lane).map(({ t }) => t)
      expect(times, lane).toEqual([...times].sort((a, b) => a - b))
    }
  })

  test('the top level is heard once, and every thread is counted', () => {
    expect(printed(events).filter((line) => line === '#0 top level')).toHaveLength(1)
    expect(endOf(events)).toMatchObject({ reason: 'returned', threads: 5 })
  })

  test('an error in one of them is printed, and the others go on', async () => {
    const source = `import { Thread } from 'thread'
export function main() {
  const thread = new Thread(fails)
  thread.start()
  thread.join()
  console.log('and yet')
}
export function fails() {
  throw new Error('on its own')
}
`
    const events = await run('threads', { source, clients: 1 })
    const [error, last] = only(events, 'log')
    expect(error).toMatchObject({ stream: 'err', text: 'thread 2: Error: on its own', at: { line: 9 } })
    expect(last).toMatchObject({ stream: 'out', text: 'and yet' })
    expect(endOf(events).reason).toBe('returned')
  })
})

test('an error in a thread belongs to the request that it served', async () => {
  const { source } = findTeam('threads')
  const broken = source.replace('respond(client, docs)', "throw new Error('dropped')")
  const unanswered = runtime.runner.run(findTeam('threads', { source: broken, clients: 2, latency: 0 }))
  let left = 2
  const events = await eventsOf(unanswered, ({ kind }) => {
    if (kind === 'log') left -= 1
    if (left === 0) unanswered.stop()
  })
  const errors = only(events, 'log').map(({ request, stream, text }) => [request, stream, text.slice(-14)])
  expect(errors.sort()).toEqual([1, 2].map((request) => [request, 'err', 'Error: dropped']))
})

test('every guest begins afresh, although OS threads are used again', async () => {
  const source = `const seen = globalThis as { left?: string }
${mainOf("console.log(seen.left ?? 'nothing')", "seen.left = 'something'")}`
  for (let n = 0; n < 6; n += 1) {
    expect(printed(await run('callbacks', { source }))).toEqual(['#0 nothing'])
  }
})

test('a program that listens in its top level serves', async () => {
  const source = handlerOf('')
    .replace('export function main() {\n', '')
    .replace('  IOLoop', 'export function main() {\n  IOLoop')
  expect(endOf(await run('callbacks', { source }))).toMatchObject({ reason: 'answered' })
})

test('a program that ends while requests wait says so', async () => {
  const source = `import { Socket } from 'socket'\n${mainOf('Socket.listen(8888).accept()')}`
  const { reason, message } = endOf(await run('callbacks', { source, clients: 1 }))
  expect({ reason, message }).toMatchObject({ reason: 'returned' })
})

test('a run ends with the database, which is started again for the next one', async () => {
  const events = eventsOf(runtime.runner.run(findTeam('callbacks', { latency: 2000 })), killAtFirstAnswer())
  expect(endOf(await events)).toMatchObject({
    reason: 'failed',
    message: 'the database is gone (killed by SIGKILL): the next run gets a new one',
  })
  expect(endOf(await run('callbacks'))).toMatchObject({ reason: 'answered' })
  expect(runtime.database.backend).toBe('our own mongod 7.0.14')
  expect(runtime.said).toEqual([
    'the database is gone (killed by SIGKILL): the next run gets a new one',
    'MongoDB: our own mongod 7.0.14',
  ])
})

/** Kills the database when it has answered for the first time. */
function killAtFirstAnswer(): (event: TraceEvent) => void {
  let killed = false
  return ({ kind }) => {
    if (kind === 'command-served' && !killed) {
      killed = true
      void killDatabase()
    }
  }
}

async function killDatabase(): Promise<void> {
  const databases = (await children(process.pid)).filter((command) => command.includes('mongod-main'))
  for (const command of databases) process.kill(Number.parseInt(command, 10), 'SIGKILL')
}
