/** gevent's Event and AsyncResult (22.10.2). */
import { Linkable } from 'gevent-linkable'
import { Timeout } from 'gevent-timeout'

/**
 * A flag to wait for, as gevent.event.Event (22.10.2): `set` wakes all who
 * wait, in order, and returns first. Times are ms.
 *
 * ```ts greenlets
 * import { spawn } from 'gevent'
 * import { Event } from 'gevent-event'
 *
 * export function main() {
 *   const event = new Event()
 *   const greenlet = spawn(() => event.wait() && console.log('now'))
 *   event.set()
 *   greenlet.join()
 * }
 * ```
 */
export class Event extends Linkable {
  #flag = false

  isSet(): boolean {
    return this.#flag
  }

  ready(): boolean {
    return this.#flag
  }

  set(): void {
    this.#flag = true
    this.notify()
  }

  /** Those who were waiting at `set` are woken all the same. */
  clear(): void {
    this.#flag = false
  }

  /** Waits until it's set; false if that took longer than `timeout` ms. */
  wait(timeout: number | null = null): boolean {
    return this.waitReady(timeout)
  }
}

/** What a result can be taken from: a greenlet, for instance. */
interface Source {
  readonly value: unknown
  readonly exception: unknown
  successful(): boolean
}

/**
 * A value or an error that comes later, once, as
 * gevent.event.AsyncResult (22.10.2). Times are ms.
 *
 * ```ts greenlets
 * import { spawn } from 'gevent'
 * import { AsyncResult } from 'gevent-event'
 *
 * export function main() {
 *   const result = new AsyncResult()
 *   spawn(() => result.set(42))
 *   console.log(result.get())
 * }
 * ```
 */
export class AsyncResult extends Linkable {
  /** The value; null before it's there. */
  value: unknown = null
  /** The error, or null. */
  exception: unknown = null
  #isSet = false

  ready(): boolean {
    return this.#isSet || this.exception !== null
  }

  /** Whether there's a value; an error that comes later changes nothing. */
  successful(): boolean {
    return this.#isSet
  }

  set(value: unknown = null): void {
    this.#isSet = true
    this.value = value
    this.notify()
  }

  setException(error: unknown): void {
    this.exception = error
    this.notify()
  }

  /** Takes over what came out of a greenlet: `greenlet.link(…)`. */
  setFrom(source: Source): void {
    if (source.successful()) this.set(source.value)
    else this.setException(source.exception)
  }

  /** The value, or throws the error; Timeout if it takes too long. */
  get(block = true, timeout: number | null = null): unknown {
    if (!this.ready()) {
      if (!block) throw new Timeout()
      Timeout.run(timeout, () => this.waitReady(null))
    }
    if (!this.successful()) throw this.exception
    return this.value
  }

  /** The value, or throws the error; Timeout if there's neither. */
  getNowait(): unknown {
    return this.get(false)
  }

  /** Waits, and gives the value, or null for an error or after `timeout`. */
  wait(timeout: number | null = null): unknown {
    this.waitReady(timeout)
    return this.value
  }
}
