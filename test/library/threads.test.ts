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
