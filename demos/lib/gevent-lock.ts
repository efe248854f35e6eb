/**
 * Locks, conditions and queues as gevent has them (22.10.2): greenlets of
 * one thread wait for each other, and the kernel doesn't hear of it.
 */
import { Condition } from 'condition'
import * as gevent from 'gevent-queue'
import * as permits from 'gevent-semaphore'
import { Lock, Semaphore } from 'lock'
import { Queue } from 'queue'
import { RuntimeError } from 'thread-errors'

/** For threads -1 is for ever. */
const limit = (timeout: number) => (timeout < 0 ? null : timeout)

/** What stands for a kernel's object, by its name. */
const semaphores = new Map<string, permits.Semaphore>()
const sleepers = new Map<string, permits.Semaphore[]>()
const queues = new Map<string, gevent.Queue>()

function found<T>(all: Map<string, T>, name: string, make: () => T): T {
  const one = all.get(name) ?? make()
  all.set(name, one)
  return one
}

const semaphoreOf = ({ name, permits: count }: Semaphore) =>
  found(semaphores, name, () => new permits.Semaphore(count))

const queueOf = ({ name, maxsize }: Queue) =>
  found(queues, name, () => new gevent.Queue(maxsize))

const sleepersOf = ({ name }: Condition) =>
  found(sleepers, name, () => [])

function acquire(this: Semaphore, timeout = -1): boolean {
  return semaphoreOf(this).acquire(timeout !== 0, limit(timeout))
}

function release(this: Semaphore): void {
  semaphoreOf(this).release()
}

function releaseLock(this: Lock): void {
  if (semaphoreOf(this).ready())
    throw new RuntimeError('Semaphore released too many times')
  semaphoreOf(this).release()
}

function wait(this: Condition, timeout = -1): boolean {
  assertLocked(this.lock, 'wait on')
  const sleeper = new permits.Semaphore(0)
  sleepersOf(this).push(sleeper)
  this.lock.release()
  try {
    return sleeper.acquire(true, limit(timeout))
  } finally {
    const all = sleepersOf(this)
    const at = all.indexOf(sleeper)
    if (at >= 0) all.splice(at, 1)
    this.lock.acquire()
  }
}

function notify(this: Condition, count = 1): void {
  assertLocked(this.lock, 'notify on')
  const woken = sleepersOf(this).splice(0, count)
  for (const sleeper of woken) sleeper.release()
}

function assertLocked(lock: Lock, what: string): void {
  if (semaphoreOf(lock).ready())
    throw new RuntimeError(`cannot ${what} un-acquired lock`)
}

function put(this: Queue, value: unknown, timeout = -1): void {
  queueOf(this).put(value, timeout !== 0, limit(timeout))
}

function get(this: Queue, timeout = -1): unknown {
  return queueOf(this).get(timeout !== 0, limit(timeout))
}

function qsize(this: Queue): number {
  return queueOf(this).qsize()
}

/** Swaps the methods in place: whoever has a lock has a new one now. */
export function patchLocks(): void {
  Object.assign(Semaphore.prototype, { acquire, release })
  Object.assign(Lock.prototype, { release: releaseLock })
  Object.assign(Condition.prototype, { wait, notify })
  Object.assign(Queue.prototype, { put, get, qsize })
}
