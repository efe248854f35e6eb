/** gevent's semaphore (22.10.2): who waits gets a permit in turn. */
import { Linkable } from 'gevent-linkable'

/**
 * So many permits for greenlets, as gevent.lock.Semaphore (22.10.2).
 * Times are ms.
 *
 * ```ts greenlets
 * import { joinall, sleep, spawn } from 'gevent'
 * import { Semaphore } from 'gevent-semaphore'
 *
 * export function main() {
 *   const two = new Semaphore(2)
 *   const work = (n: number) => {
 *     two.acquire()
 *     sleep(10)
 *     console.log(n)
 *     two.release()
 *   }
 *   joinall([1, 2, 3].map((n) => spawn(work, n)))
 * }
 * ```
 */
export class Semaphore extends Linkable {
  /** How many permits are there. */
  counter: number

  constructor(permits = 1) {
    super()
    this.counter = permits
  }

  ready(): boolean {
    return this.counter > 0
  }

  locked(): boolean {
    return !this.ready()
  }

  /** Takes a permit; false if there's none, or none for `timeout` ms. */
  acquire(blocking = true, timeout: number | null = null): boolean {
    if (!this.ready()) {
      if (!blocking || !this.waitReady(timeout)) return false
    }
    this.counter -= 1
    return true
  }

  /** Gives a permit back; whoever has waited longest gets it. */
  release(): void {
    this.counter += 1
    this.notify()
  }

  /** Waits until there's a permit, without taking it. */
  wait(timeout: number | null = null): number {
    this.waitReady(timeout)
    return this.counter
  }

  protected override get tellsAll(): boolean {
    return false
  }
}
