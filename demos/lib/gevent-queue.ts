/** gevent's Queue (22.10.2): greenlets hand values to each other. */
import { getHub, Waiter } from 'gevent-hub'
import { Timeout } from 'gevent-timeout'
import type { LoopCallback } from 'gevent-watcher'
import { getcurrent } from 'greenlet'
import { Empty, Full } from 'thread-errors'

export { Empty, Full } from 'thread-errors'

/** Somebody who waits for room, with what he wants to put in. */
interface Putter<T> {
  item: T
  waiter: Waiter
}

/**
 * First in, first out, as gevent.queue.Queue (22.10.2); `maxsize` null
 * (or 0) is no limit. Throws Full and Empty. Times are ms.
 *
 * ```ts greenlets
 * import { spawn } from 'gevent'
 * import { Queue } from 'gevent-queue'
 *
 * export function main() {
 *   const orders = new Queue<string>()
 *   const cook = spawn(() => console.log(orders.get()))
 *   orders.put('soup')
 *   cook.join()
 * }
 * ```
 */
export class Queue<T = unknown> {
  readonly maxsize: number | null
  readonly #items: T[] = []
  readonly #getters = new Set<Waiter>()
  readonly #putters = new Set<Putter<T>>()
  #unlocking: LoopCallback | undefined

  constructor(maxsize: number | null = null) {
    this.maxsize = maxsize !== null && maxsize > 0 ? maxsize : null
  }

  qsize(): number {
    return this.#items.length
  }

  empty(): boolean {
    return this.qsize() === 0
  }

  full(): boolean {
    return this.maxsize !== null && this.qsize() >= this.maxsize
  }

  /** Waits for room; Full if there's none for `timeout` ms. */
  put(item: T, block = true, timeout: number | null = null): void {
    const inHub = getcurrent() === getHub()
    if (inHub) this.#serveGetters()
    if (!this.full()) {
      this.#items.push(item)
      if (this.#getters.size > 0) this.#unlockSoon()
    } else if (block && !inHub) this.#waitForRoom(item, timeout)
    else throw new Full()
  }

  /** Waits for an item; Empty if there's none for `timeout` ms. */
  get(block = true, timeout: number | null = null): T {
    this.#awaitItem(block, timeout)
    return this.#items.shift() as T
  }

  /** `get`, but the item stays. */
  peek(block = true, timeout: number | null = null): T {
    this.#awaitItem(block, timeout)
    return this.#items[0] as T
  }

  /** `put`, but Full at once if there's no room. */
  putNowait(item: T): void {
    this.put(item, false)
  }

  /** `get`, but Empty at once if there's nothing. */
  getNowait(): T {
    return this.get(false)
  }

  #waitForRoom(item: T, timeout: number | null): void {
    const putter = { item, waiter: new Waiter() }
    this.#putters.add(putter)
    if (this.#getters.size > 0) this.#unlockSoon()
    try {
      Timeout.run(timeout, () => putter.waiter.get(), new Full())
    } finally {
      this.#putters.delete(putter)
    }
  }

  #awaitItem(block: boolean, timeout: number | null): void {
    const inHub = getcurrent() === getHub()
    if (inHub) while (this.empty() && this.#servePutter());
    if (!this.empty()) {
      if (this.#putters.size > 0) this.#unlockSoon()
      return
    }
    if (inHub || !block) throw new Empty()
    const waiter = new Waiter()
    this.#getters.add(waiter)
    if (this.#putters.size > 0) this.#unlockSoon()
    try {
      Timeout.run(timeout, () => waiter.get(), new Empty())
    } finally {
      this.#getters.delete(waiter)
    }
  }

  #unlockSoon(): void {
    if (this.#unlocking?.pending) return
    const { loop } = getHub()
    this.#unlocking = loop.runCallback(() => this.#unlock())
  }

  /** Lets go on whoever can, in turn. */
  #unlock(): void {
    let served = true
    while (served) {
      const room = !this.full() && this.#servePutter()
      served = this.#serveGetter() || room
    }
  }

  #servePutter(): boolean {
    const [putter] = this.#putters
    if (!putter) return false
    this.#putters.delete(putter)
    this.#items.push(putter.item)
    putter.waiter.switch()
    return true
  }

  #serveGetter(): boolean {
    const [getter] = this.#getters
    if (!getter || this.empty()) return false
    this.#getters.delete(getter)
    getter.switch()
    return true
  }

  /** In the hub nobody waits: those who can must make room. */
  #serveGetters(): void {
    while (this.full() && this.#serveGetter());
  }
}
