/** gevent's Group and Pool (22.10.2): greenlets that belong together. */
import { Event } from 'gevent-event'
import { Greenlet } from 'gevent-greenlet'
import { Semaphore } from 'gevent-semaphore'
import { Timeout } from 'gevent-timeout'
import { killall } from 'gevent-wait'
import {
  type Greenlet as AnyGreenlet,
  GreenletExit,
  getcurrent,
} from 'greenlet'
import { ValueError } from 'greenlet-errors'
import { Full } from 'thread-errors'

type Target = (...args: never[]) => unknown

/** The pool has no room, and whoever asked didn't want to wait so long. */
export class PoolFull extends Full {
  override name = 'PoolFull'
}

/**
 * Greenlets to be waited for or killed together, as gevent.pool.Group
 * (22.10.2). Times are ms.
 *
 * ```ts greenlets
 * import { sleep } from 'gevent'
 * import { Group } from 'gevent-pool'
 *
 * export function main() {
 *   const group = new Group()
 *   for (const ms of [20, 10]) group.spawn(sleep, ms)
 *   group.join()
 *   console.log(group.size)
 * }
 * ```
 */
export class Group {
  readonly #greenlets = new Set<Greenlet>()
  readonly #empty = new Event()
  readonly #forget = (one: Greenlet) => this.discard(one)

  constructor() {
    this.#empty.set()
  }

  /** How many are in it. */
  get size(): number {
    return this.#greenlets.size
  }

  /** They, in the order in which they came. */
  get greenlets(): Greenlet[] {
    return [...this.#greenlets]
  }

  has(greenlet: AnyGreenlet): boolean {
    return this.#greenlets.has(greenlet as Greenlet)
  }

  /** It belongs here until it's over. */
  add(greenlet: Greenlet): void {
    this.#greenlets.add(greenlet)
    this.#empty.clear()
    greenlet.rawlink(this.#forget)
  }

  /** It doesn't belong here any more; it runs on. */
  discard(greenlet: Greenlet): boolean {
    const was = this.#greenlets.delete(greenlet)
    greenlet.unlink(this.#forget)
    if (this.size === 0) this.#empty.set()
    return was
  }

  start(greenlet: Greenlet): void {
    this.add(greenlet)
    greenlet.start()
  }

  /** A new greenlet of the group. */
  spawn(target: Target, ...args: unknown[]): Greenlet {
    const greenlet = new Greenlet(target, ...args)
    this.start(greenlet)
    return greenlet
  }

  /**
   * Calls a function in a greenlet of the group; what it returns. One of
   * the group calls it itself: there may be no room for another.
   */
  apply(target: Target, args: unknown[] = []): unknown {
    if (this.has(getcurrent())) return target(...(args as never[]))
    return this.spawn(target, ...args).get()
  }

  /**
   * Calls a function with each item; the results, in the items' order. A
   * greenlet of its own starts them, and fails with the first that fails.
   */
  map<T>(target: (item: T) => unknown, items: Iterable<T>): unknown[] {
    const all = Greenlet.spawn(() => {
      const started: Greenlet[] = []
      for (const item of items) started.push(this.spawn(target, item))
      return started.map((one) => one.get())
    })
    return all.get() as unknown[]
  }

  /** Waits until it's empty; false if that took more than `timeout` ms. */
  join(timeout: number | null = null, raiseError = false): boolean {
    const all = this.greenlets
    const empty = this.#empty.wait(timeout)
    const failed = all.find((one) => one.exception !== null)
    if (raiseError && failed) throw failed.exception
    return empty
  }

  /** Kills all, and waits until they are over, or for `timeout` ms. */
  kill(
    exception: unknown = new GreenletExit(),
    block = true,
    timeout: number | null = null,
  ): void {
    const limit = Timeout.startNew(timeout)
    try {
      while (this.size > 0) {
        killall(this.greenlets, exception, block)
        if (!block) return
        for (const one of this.greenlets)
          if (one.dead) this.discard(one)
      }
    } catch (error) {
      if (error !== limit) throw error
    } finally {
      limit.cancel()
    }
  }
}

/**
 * A group with room for so many at once (null: no limit); `spawn` waits
 * for room, as gevent.pool.Pool (22.10.2). ValueError if it's negative.
 *
 * ```ts greenlets
 * import { sleep } from 'gevent'
 * import { Pool } from 'gevent-pool'
 *
 * export function main() {
 *   const two = new Pool(2)
 *   const later = (ms: number) => {
 *     sleep(ms)
 *     return ms
 *   }
 *   console.log(two.map(later, [30, 20, 10]))
 * }
 * ```
 */
export class Pool extends Group {
  readonly #room: Semaphore | undefined

  constructor(size: number | null = null) {
    super()
    if (size !== null && size < 0)
      throw new ValueError(`size must not be negative: ${size}`)
    if (size !== null) this.#room = new Semaphore(size)
  }

  /** How many more there's room for; 1 if there's no limit. */
  freeCount(): number {
    return this.#room ? this.#room.counter : 1
  }

  full(): boolean {
    return this.freeCount() <= 0
  }

  /** Waits for room; answers how much there is. */
  waitAvailable(timeout: number | null = null): number {
    return this.#room?.wait(timeout) ?? 1
  }

  /** Waits for room, `timeout` ms at most; then PoolFull. */
  override add(
    greenlet: Greenlet,
    blocking = true,
    timeout: number | null = null,
  ): void {
    const room = this.#room
    if (room && !room.acquire(blocking, timeout)) throw new PoolFull()
    super.add(greenlet)
  }

  override start(
    greenlet: Greenlet,
    blocking = true,
    timeout: number | null = null,
  ): void {
    this.add(greenlet, blocking, timeout)
    greenlet.start()
  }

  override discard(greenlet: Greenlet): boolean {
    const was = super.discard(greenlet)
    if (was) this.#room?.release()
    return was
  }
}
