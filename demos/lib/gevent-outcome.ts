/** What comes out of one of gevent's greenlets, and who waits for that. */
import { InvalidSwitchError } from 'gevent-errors'
import { getHub } from 'gevent-hub'
import { Timeout } from 'gevent-timeout'
import type { LoopCallback } from 'gevent-watcher'
import * as greenlet from 'greenlet'
import { GreenletExit, getcurrent } from 'greenlet'

type Callback = (source: never) => unknown

/** A greenlet that keeps its outcome, and tells whoever wants to know. */
export abstract class OutcomeGreenlet extends greenlet.Greenlet {
  /** What it has returned; null before, and after an error. */
  value: unknown = null
  /** What it has thrown, or null. */
  exception: unknown = null
  protected ended: 'value' | 'error' | undefined
  readonly #links: Callback[] = []
  /** What is linked for a callback that gets a greenlet of its own. */
  readonly #spawning = new Map<Callback, Callback>()
  #notifier: LoopCallback | undefined

  /** Whether its outcome is known. */
  ready(): boolean {
    return this.dead || this.ended !== undefined
  }

  /** Whether it has returned, or was killed. */
  successful(): boolean {
    return this.ended === 'value'
  }

  /** What it returns, or throws what it throws; Timeout after `timeout`. */
  get(block = true, timeout: number | null = null): unknown {
    if (!this.ready()) {
      if (!block) throw new Timeout()
      this.#awaitEnd(Timeout.startNew(timeout))
    }
    if (this.successful()) return this.value
    throw this.exception
  }

  /** Waits until it is over, `timeout` ms at most. */
  join(timeout: number | null = null): void {
    if (this.ready()) return
    const limit = Timeout.startNew(timeout)
    try {
      this.#awaitEnd(limit)
    } catch (error) {
      if (error !== limit) throw error
    }
  }

  /** Calls somebody, in the hub, when it's over. */
  rawlink(callback: (source: this) => unknown): void {
    this.#links.push(callback)
    if (this.ready()) this.#schedule()
  }

  /** Calls somebody, in a greenlet of its own, when it's over. */
  link(callback: (source: this) => unknown): void {
    const spawn = (source: this) => {
      new greenlet.Greenlet(callback, getHub()).switch(source)
    }
    this.#spawning.set(callback, spawn)
    this.rawlink(spawn)
  }

  /** `link`, if it returns. */
  linkValue(callback: (source: this) => unknown): void {
    this.link((source) => source.successful() && callback(source))
  }

  /** `link`, if it throws. */
  linkException(callback: (source: this) => unknown): void {
    this.link((source) => !source.successful() && callback(source))
  }

  unlink(callback: (source: this) => unknown): void {
    const link = this.#spawning.get(callback) ?? callback
    const at = this.#links.indexOf(link)
    if (at >= 0) this.#links.splice(at, 1)
  }

  /** From now on it has returned this. */
  protected endWith(value: unknown): void {
    this.ended = 'value'
    this.value = value
    this.#schedule()
  }

  /** From now on it has thrown this; GreenletExit counts as returned. */
  protected fail(error: unknown): void {
    if (error instanceof GreenletExit) {
      this.endWith(error)
      return
    }
    this.ended = 'error'
    this.exception = error
    this.#schedule()
    getHub().handleError(this, error)
  }

  #schedule(): void {
    if (this.#links.length === 0 || this.#notifier?.pending) return
    this.#notifier = getHub().loop.runCallback(this.#notify.bind(this))
  }

  #notify(): void {
    for (let link = this.#links.shift(); link; ) {
      try {
        link(this as never)
      } catch (error) {
        getHub().handleError(`${link.name} of ${this}`, error)
      }
      link = this.#links.shift()
    }
  }

  #awaitEnd(limit: Timeout): void {
    const here = getcurrent()
    const goOn = (source: this) => here.switch(source)
    this.rawlink(goOn)
    try {
      if (getHub().switch() !== this)
        throw new InvalidSwitchError('Invalid switch into Greenlet')
    } finally {
      limit.cancel()
      this.unlink(goOn)
    }
  }
}
