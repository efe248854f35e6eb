/** Waiting for several of gevent's things at once (gevent 22.10.2). */
import type { Greenlet } from 'gevent-greenlet'
import { getHub, Waiter } from 'gevent-hub'
import { Timeout } from 'gevent-timeout'
import { GreenletExit } from 'greenlet'

/** What one can wait for: greenlets, events, results. */
export interface Waitable {
  rawlink(callback: (source: this) => unknown): void
  unlink(callback: (source: this) => unknown): void
}

/** How long, how many (default all), and whether an error is thrown. */
export interface WaitOptions {
  /** ms */
  timeout?: number | null
  count?: number
  raiseError?: boolean
}

/** Goes through things as they become ready, first come, first served. */
class WaitIterator<T extends Waitable> {
  readonly #objects: readonly T[]
  readonly #waiter = new Waiter()
  readonly #arrived: unknown[] = []
  readonly #arrive = (source: unknown) => {
    this.#arrived.push(source)
    this.#waiter.switch()
  }
  readonly #timer
  #left: number
  #begun = false

  constructor(objects: readonly T[], options: WaitOptions) {
    const { timeout = null, count = objects.length } = options
    this.#objects = objects
    this.#left = Math.min(count, objects.length)
    const { loop } = getHub()
    this.#timer =
      timeout === null ? null : loop.timer(timeout, { late: true })
  }

  [Symbol.iterator](): this {
    if (!this.#begun) this.#begin()
    return this
  }

  next(): IteratorResult<T, undefined> {
    if (!this.#begun) this.#begin()
    if (this.#left === 0) return this.return()
    this.#left -= 1
    try {
      if (this.#arrived.length === 0) this.#waiter.get()
    } catch (error) {
      this.return()
      throw error
    }
    this.#waiter.clear()
    const value = this.#arrived.shift() as T | undefined
    return value ? { done: false, value } : this.return()
  }

  /** Stops waiting. */
  return(): IteratorResult<T, undefined> {
    this.#left = 0
    this.#timer?.stop()
    for (const one of this.#objects) one.unlink(this.#arrive)
    return { done: true, value: undefined }
  }

  #begin(): void {
    this.#begun = true
    for (const one of this.#objects) one.rawlink(this.#arrive)
    this.#timer?.start(this.#arrive, undefined)
  }
}

/** The things, one by one, as they become ready; for a loop. */
export function iwait<T extends Waitable>(
  objects: readonly T[],
  options: WaitOptions = {},
): WaitIterator<T> {
  return new WaitIterator(objects, options)
}

/** Those that became ready; without any, waits until nothing is left. */
export function wait<T extends Waitable>(
  objects?: readonly T[],
  options: WaitOptions = {},
): T[] | boolean {
  if (!objects) return getHub().join(options.timeout)
  return joinall(objects, options)
}

/** Waits for all; answers those that were over in time, in that order. */
export function joinall<T extends Waitable & { exception?: unknown }>(
  objects: readonly T[],
  options: WaitOptions = {},
): T[] {
  const done: T[] = []
  for (const one of iwait(objects, options)) {
    const { exception = null } = one
    if (options.raiseError && exception !== null) throw exception
    done.push(one)
  }
  return done
}

/** Raises an error in all, and waits until they are over. */
export function killall(
  greenlets: readonly Greenlet[],
  exception: unknown = new GreenletExit(),
  block = true,
  timeout: number | null = null,
): void {
  const alive = greenlets.filter((one) => !one.cancelBefore(exception))
  if (alive.length === 0) return
  const waiter = new Waiter()
  getHub().loop.runCallback(() => {
    for (const one of alive) if (!one.dead) one.throw(exception)
    if (block) waiter.switch()
  })
  if (!block) return
  Timeout.run(timeout, () => {
    waiter.get()
    joinall(alive.filter((one) => !one.dead))
  })
}
