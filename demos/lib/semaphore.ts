/** Semaphores, and locks, which are semaphores for one. */
import { OSError } from 'os-error'
import { inTime, newName, tagged, travels } from 'shared'
import { enter } from 'syscall'
import { RuntimeError } from 'thread-errors'

/**
 * So many permits: who wants one that isn't there waits until somebody
 * gives one back, as with `threading.Semaphore` (Python 3.10). Whoever has
 * waited longest is first. Times are ms.
 *
 * ```ts threads
 * import { Semaphore } from 'lock'
 * import { Thread } from 'thread'
 *
 * const two = new Semaphore(2)
 *
 * export function work(n: number) {
 *   two.hold(() => console.log(n))
 * }
 *
 * export function main() {
 *   const threads = [1, 2, 3].map((n) => new Thread(work, n))
 *   for (const thread of threads) thread.start()
 *   for (const thread of threads) thread.join()
 * }
 * ```
 */
export class Semaphore {
  readonly permits: number
  readonly name: string

  /** RangeError if there are fewer than none. */
  constructor(permits = 1, name = newName('semaphore')) {
    if (!(permits >= 0))
      throw new RangeError('semaphore initial value must be >= 0')
    this.permits = permits
    this.name = name
  }

  /** Takes a permit; false if there was none for `timeout` ms. */
  acquire(timeout = -1): boolean {
    const { name: object, permits } = this
    const call = { object, permits, timeout }
    return inTime(() => enter('acquire', call, true))
  }

  /** Gives a permit back. */
  release(): void {
    const { name: object, permits } = this
    enter('release', { object, permits, bounded: false }, false)
  }

  /** Does something with a permit, and gives it back whatever comes. */
  hold<T>(action: () => T): T {
    this.acquire()
    try {
      return action()
    } finally {
      this.release()
    }
  }

  toJSON(): object {
    return tagged('Semaphore', this.permits, this.name)
  }
}

/**
 * A lock, as `threading.Lock` is one (Python 3.10): one thread has it, the
 * others wait. Threads of all processes share it. Times are ms.
 *
 * ```ts threads
 * import { Counter } from 'counter'
 * import { Lock } from 'lock'
 * import { Thread } from 'thread'
 *
 * const lock = new Lock()
 * const count = new Counter()
 *
 * export function work() {
 *   lock.acquire()
 *   count.set(count.get() + 1)
 *   lock.release()
 * }
 *
 * export function main() {
 *   const threads = [1, 2, 3].map(() => new Thread(work))
 *   for (const thread of threads) thread.start()
 *   for (const thread of threads) thread.join()
 *   console.log(count.get())
 * }
 * ```
 */
export class Lock extends Semaphore {
  constructor(name = newName('lock')) {
    super(1, name)
  }

  /** RuntimeError if nobody has it. */
  override release(): void {
    const call = { object: this.name, permits: 1, bounded: true }
    try {
      enter('release', call, false)
    } catch (error) {
      const free = error instanceof OSError && error.code === 'EPERM'
      throw free ? new RuntimeError('release unlocked lock') : error
    }
  }

  /** Whether somebody has it. */
  locked(): boolean {
    if (!this.acquire(0)) return true
    this.release()
    return false
  }

  override toJSON(): object {
    return tagged('Lock', this.name)
  }
}

travels('Semaphore', (permits: number, name: string) => {
  return new Semaphore(permits, name)
})
travels('Lock', (name: string) => new Lock(name))
