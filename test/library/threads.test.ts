/** Threads, processes and what they share, as programs see them, in virtual time. */
import { describe, expect, it } from 'vitest'
import { endOf, only, simulateProgram } from '../support/simulated.ts'
import { PROGRAMS, THREADS } from './thread-programs.ts'

/** What a program of threads prints, and how it ends. */
async function run(program: string) {
  const events = await simulateProgram('threads', THREADS + program)
  const { reason, message, at } = endOf(events)
  return { printed: only(events, 'log').map(({ text }) => text), reason, message, at, events }
}

it.each(Object.entries(PROGRAMS))('%s', async (_name, { program, prints }) => {
  const { printed, reason, message } = await run(program)
  expect(printed, message).toEqual(prints)
  expect(reason, message).toBe('returned')
})

describe('a process', () => {
  const BUSY = 'const busy = () => { let sum = 0; for (let i = 0; i < 20000; i += 1) sum += i; return sum }\n'

  it('computes beside the others, as long as there are cores', async () => {
    const took = async (kind: string, count: number) => {
      const { printed } = await run(`${BUSY}
export function work() { busy() }
export function main() {
  const begin = now()
  all(${kind}, ${count}, work)
  console.log(now() - begin)
}`)
      return Number(printed[0])
    }
    const one = await took('Process', 1)
    expect(one).toBeGreaterThan(10)
    expect((await took('Process', 4)) / one).toBeCloseTo(1, 0)
    expect((await took('Process', 8)) / one).toBeCloseTo(2, 0)
    expect((await took('Thread', 4)) / one).toBeCloseTo(4, 0)
  })

  it('has a lane with its name, its threads too, and counts at the end of the run', async () => {
    const { events } = await run(`
export function work() { all(Thread, 1, fail) }
export function fail() { throw new Error('no') }
export function main() { all(Process, 1, work) }`)
    const names = only(events, 'lane-open').map(({ name }) => name)
    expect(names).toEqual(['thread 1', 'process 2', 'process 2, thread 3'])
    expect(only(events, 'log').map(({ text }) => text)).toEqual(['process 2, thread 3: Error: no'])
    expect(endOf(events)).toMatchObject({ threads: 3, processes: 2 })
  })
})

describe('waiting for another thread', () => {
  it('says who has the lock, where the program stands, and who gave it back', async () => {
    const { events } = await run(`
export function work(lock) {
  lock.acquire()
}
export function main() {
  const lock = new Lock()
  lock.acquire()
  const thread = new Thread(work, lock)
  thread.start()
  sleep(5)
  lock.release()
  thread.join()
}`)
    const lines = THREADS.split('\n').length
    expect(only(events, 'block').filter(({ lane }) => lane === 'thread:2')).toMatchObject([
      { reason: 'lock', what: 'lock 1 (thread 1 has it)', at: { line: lines + 2 } },
    ])
    const wakes = only(events, 'wake').filter(({ lane }) => lane === 'thread:2')
    expect(wakes).toMatchObject([{ by: 'thread 1' }])
  })

  it('says which queue is empty or full, and which condition it is', async () => {
    const { events } = await run(`
export function work(queue, condition) {
  queue.get()
  condition.lock.acquire()
  condition.wait(5)
}
export function main() {
  const queue = new Queue(1)
  const thread = new Thread(work, queue, new Condition(new Lock()))
  thread.start()
  sleep(5)
  queue.put(1)
  thread.join()
  queue.put(2)
  attempt(() => queue.put(3, 5))
}`)
    const waits = only(events, 'block').filter(({ reason }) => /queue|condition/.test(reason))
    expect(waits.map(({ reason, what }) => [reason, what])).toEqual([
      ['queue', 'get from queue 1 (it is empty)'],
      ['condition', 'condition 1'],
      ['queue', 'put into queue 1 (it is full: 1)'],
    ])
  })

  it('for a lock that nobody gives back ends the run', async () => {
    const { reason, message } = await run(`
export function main() {
  const lock = new Lock()
  lock.acquire()
  lock.acquire()
}`)
    expect({ reason, message }).toEqual({
      reason: 'deadlock',
      message: 'the program waits, and nobody listens',
    })
  })
})

describe('a thread that a request starts', () => {
  it('works for that request, in a pool too, and for nobody afterwards', async () => {
    const { events } = await run(`
import { requests, respond } from 'http'
const pool = new ThreadPool(2)
export function main() {
  const server = Socket.listen(8888)
  const client = server.accept()
  for (const request of requests(client)) {
    all(Thread, 1, work)
    pool.map(work, [1, 2])
    respond(client, 'done')
  }
}
export function work() { console.log('works'); sleep(5) }`)
    expect(only(events, 'log').map(({ request, text }) => [request, text])).toEqual([
      [1, 'works'],
      [1, 'works'],
      [1, 'works'],
    ])
    const last = only(events, 'block').filter(({ lane }) => lane === 'thread:4')
    expect(last.at(-1)).toMatchObject({ reason: 'queue', request: 0 })
  })
})

describe('a limit', () => {
  const line = THREADS.split('\n').length + 3

  it.each([
    [
      'of objects',
      'new Lock().acquire()',
      'object limit: the program uses more than 1000 locks and queues at once',
    ],
    [
      'of values in a queue',
      'queue.put(1)',
      'queue limit: the program put more than 10,000 values into queue 1',
    ],
    [
      'of bytes in queues',
      "queue.put('x'.repeat(900000))",
      'queue limit: what lies in queues and in results of threads is more than 16 MiB',
    ],
  ])('%s ends the run, and names the line', async (_name, statement, message) => {
    const end = await run(`
export function main() {
  const queue = new Queue()
  for (;;) ${statement}
}`)
    expect(end).toMatchObject({ reason: 'limit', message, at: { line } })
  })

  it('does not count what is as it was at first', async () => {
    const { printed, reason } = await run(`
export function main() {
  for (let n = 0; n < 3000; n += 1) {
    const lock = new Lock(), queue = new Queue(), condition = new Condition(lock)
    lock.hold(() => condition.notify())
    queue.put(n)
    queue.get()
    attempt(() => queue.get(0))
  }
  console.log('done')
}`)
    expect({ printed, reason }).toEqual({ printed: ['done'], reason: 'returned' })
  })
})
