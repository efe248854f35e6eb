/** Threads, locks, queues and the rest of what they share, as programs of the guest library see them. */
import { describe, expect, it } from 'vitest'
import { endOf, only, simulateProgram } from '../support/simulated.ts'

/** What a program of threads prints, and how it ends. */
async function run(source: string) {
  const events = await simulateProgram('threads', source)
  const { reason, message } = endOf(events)
  return { printed: only(events, 'log').map(({ text }) => text), reason, message, events }
}

/** The library's names, all at once. */
const IMPORTS = `import { Thread, currentThread } from 'thread'
import { Condition, Lock, Semaphore } from 'lock'
import { Empty, Full, Queue } from 'queue'
import { Counter } from 'counter'
import { Local } from 'local'
import { Process } from 'process'
import { ThreadPool } from 'thread-pool'
import { Socket } from 'socket'
import { sleep, now } from 'os'
const attempt = (action) => { try { return action() } catch (error) { return error.name + ': ' + error.message } }
`

const printed = async (program: string) => {
  const { printed, reason, message } = await run(IMPORTS + program)
  expect({ reason, message }).toEqual({ reason: 'returned', message: undefined })
  return printed
}

describe('a thread', () => {
  it('returns a value to whoever joins it', async () => {
    expect(
      await printed(`
export function work(n) { sleep(5); return { twice: n * 2 } }
export function main() {
  const thread = new Thread(work, 4)
  console.log(attempt(() => thread.join()))
  console.log(thread.isAlive())
  thread.start()
  console.log(thread.isAlive(), thread.join(1))
  console.log(thread.join(), thread.isAlive(), thread.join())
  console.log(attempt(() => thread.start()))
}`),
    ).toEqual([
      'RuntimeError: cannot join thread before it is started',
      'false',
      'true undefined',
      '{"twice":8} false {"twice":8}',
      'RuntimeError: threads can only be started once',
    ])
  })

  it('has a name, and knows which one runs', async () => {
    expect(
      await printed(`
export function work() { console.log(currentThread().name, currentThread() === currentThread()); if (currentThread().name === 'Thread-1') { const t = new Thread(work); t.start(); t.join() } }
export function main() {
  console.log(currentThread().name, attempt(() => currentThread().join()))
  const first = new Thread(work), second = new Thread(work)
  second.name = 'other'
  for (const thread of [first, second]) { thread.start(); thread.join() }
}`),
    ).toEqual([
      'MainThread RuntimeError: cannot join current thread',
      'Thread-1 true',
      'Thread-1.Thread-1 true',
      'other true',
    ])
  })
})

describe('a process', () => {
  const BUSY =
    'const busy = (n) => { let sum = 0; for (let i = 0; i < n; i += 1) sum += Math.sqrt(i); return sum > 0 }\n'

  it('computes beside the others, as long as there are cores', async () => {
    const took = async (kind: string, count: number) => {
      const [line] = await printed(`${BUSY}
export function work() { busy(20000) }
export function main() {
  const all = Array.from({ length: ${count} }, () => new ${kind}(work))
  const begin = now()
  for (const one of all) one.start()
  for (const one of all) one.join()
  console.log(now() - begin)
}`)
      return Number(line)
    }
    const one = await took('Process', 1)
    expect(one).toBeGreaterThan(10)
    expect((await took('Process', 4)) / one).toBeCloseTo(1, 1)
    expect((await took('Process', 8)) / one).toBeCloseTo(2, 1)
    expect((await took('Thread', 4)) / one).toBeCloseTo(4, 1)
  })

  it('accepts at the door that it was given, and closes what it has at its end', async () => {
    expect(
      await printed(`
export function serve(door) {
  const client = door.accept()
  client.sendall('from ' + currentThread().name)
}
export function main() {
  const door = Socket.listen(8888)
  const workers = [new Process(serve, door), new Process(serve, door)]
  for (const worker of workers) worker.start()
  const clients = workers.map(() => Socket.connect('localhost', 8888))
  for (const client of clients) console.log(client.recv(100), client.recv(100) === '')
}`),
    ).toEqual(['from Process-1 true', 'from Process-2 true'])
  })

  it('has descriptors of its own', async () => {
    expect(
      await printed(`
export function work() { return [Socket.listen(81).fd, Socket.listen(82).fd] }
export function main() {
  const own = Socket.listen(80)
  const worker = new Process(work)
  worker.start()
  console.log(own.fd, worker.join(), attempt(() => Socket.listen(80)))
}`),
    ).toEqual(['3 [3,4] OSError: listen: EADDRINUSE'])
  })

  it('has a lane with its name, and counts at the end of the run', async () => {
    const { events } = await run(
      `${IMPORTS}export function work() { const t = new Thread(sleep1); t.start(); t.join() }
export function sleep1() { throw new Error('no') }
export function main() { const p = new Process(work); p.start(); p.join() }`,
    )
    expect(only(events, 'lane-open').map(({ name }) => name)).toEqual([
      'thread 1',
      'process 2',
      'process 2, thread 3',
    ])
    expect(only(events, 'log').map(({ text }) => text)).toEqual(['process 2, thread 3: Error: no'])
    expect(endOf(events)).toMatchObject({ threads: 3, processes: 2 })
  })
})
