/** Conditions: waiting for somebody's word, with a lock. */
import { now } from 'os'
import { OSError } from 'os-error'
import { Lock } from 'semaphore'
import { inTime, newName, tagged, travels } from 'shared'
import { enter } from 'syscall'
import { RuntimeError } from 'thread-errors'

/**
 * A condition, as `threading.Condition` is one (Python 3.10): with its lock
 * held, `wait` gives the lock back until another thread notifies, and then
 * takes it again. Times are ms. RuntimeError if nobody has the lock.
 *
 * ```ts threads
 * import { Condition } from 'lock'
 * import { Queue } from 'queue'
 * import { Thread } from 'thread'
 *
 * const ready = new Condition()
 * const plates = new Queue()
 *
 * export function cook() {
 *   ready.acquire()
 *   plates.put('soup')
 *   ready.notify()
 *   ready.release()
 * }
 *
 * export function main() {
 *   ready.acquire()
 *   new Thread(cook).start()
 *   ready.waitFor(() => !plates.empty())
 *   ready.release()
 *   console.log(plates.get())
 * }
 * ```
 */
export class Condition {
  readonly lock: Lock
  readonly name: string

  constructor(lock = new Lock(), name = newName('condition')) {
    this.lock = lock
    this.name = name
  }

  /** Takes its lock, see there. */
  acquire(timeout = -1): boolean {
    return this.lock.acquire(timeout)
  }

  /** Gives its lock back. */
  release(): void {
    this.lock.release()
  }

  /** Waits to be notified; false if nobody did for `timeout` ms. */
  wait(timeout = -1): boolean {
    const call = { object: this.name, lock: this.lock.name, timeout }
    const told = inTime(() =>
      withLock('wait on', () => enter('wait', call, true)),
    )
    this.lock.acquire()
    return told
  }

  /** Waits until the predicate is true; false if it's not in time. */
  waitFor(predicate: () => boolean, timeout = -1): boolean {
    const end = now() + timeout
    while (!predicate()) {
      const left = timeout < 0 ? -1 : end - now()
      if (timeout >= 0 && left <= 0) return false
      this.wait(left)
    }
    return true
  }

  /** Wakes who has waited longest, or so many. */
  notify(count = 1): void {
    const call = { object: this.name, lock: this.lock.name, count }
    withLock('notify on', () => enter('notify', call, false))
  }

  /** Wakes everybody who waits. */
  notifyAll(): void {
    this.notify(Number.MAX_SAFE_INTEGER)
  }

  toJSON(): object {
    return tagged('Condition', this.lock, this.name)
  }
}

function withLock(what: string, call: () => void): void {
  try {
    call()
  } catch (error) {
    const free = error instanceof OSError && error.code === 'EPERM'
    if (!free) throw error
    throw new RuntimeError(`cannot ${what} un-acquired lock`)
  }
}

travels('Condition', (lock: Lock, name: string) => {
  return new Condition(lock, name)
})
