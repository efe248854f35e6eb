/** Things that wake those who wait for them (gevent 22.10.2). */
import { getHub } from 'gevent-hub'
import { Timeout } from 'gevent-timeout'
import type { LoopCallback } from 'gevent-watcher'
import { getcurrent } from 'greenlet'

type Link = (source: never) => unknown

/** What events, results and semaphores have in common. */
export abstract class Linkable {
  readonly #links: Link[] = []
  /** Those who came while the others were being told: they go last. */
  readonly #late: Link[] = []
  #notifier: LoopCallback | undefined
  #notifying = false

  /** Whether there's no reason to wait. */
  abstract ready(): boolean

  /** Whether all who waited are told, though it isn't ready any more. */
  protected get tellsAll(): boolean {
    return true
  }

  /** Calls somebody in the hub when it's ready. */
  rawlink(callback: (source: this) => unknown): void {
    this.#links.push(callback)
    this.notify()
  }

  unlink(callback: (source: this) => unknown): void {
    remove(this.#links, callback)
    remove(this.#late, callback)
  }

  /** How many wait. */
  linkcount(): number {
    return this.#links.length
  }

  /** Has the hub tell those who wait, if it's ready. */
  protected notify(): void {
    const busy = this.#notifying || this.#notifier?.pending
    if (!this.ready() || this.#links.length === 0 || busy) return
    this.#notifier = getHub().loop.runCallback(this.#tell.bind(this))
  }

  /** Waits until it's ready; false if that took longer than `timeout` ms. */
  protected waitReady(timeout: number | null): boolean {
    if (this.ready()) {
      if (this.#notifying || this.#notifier?.pending)
        this.#waitIn((link) => this.#late.push(link))
      return true
    }
    const limit = Timeout.startNew(timeout)
    try {
      this.#waitIn((link) => this.rawlink(link))
      return true
    } catch (error) {
      if (error !== limit) throw error
      return false
    } finally {
      limit.cancel()
    }
  }

  #waitIn(queue: (link: (source: this) => unknown) => void): void {
    const here = getcurrent()
    const goOn = (source: this) => here.switch(source)
    queue(goOn)
    try {
      getHub().switch()
    } finally {
      this.unlink(goOn)
    }
  }

  #tell(): void {
    this.#notifying = true
    const last = this.#links.at(-1)
    this.#tellEach(() => this.#links.shift(), last)
    this.#tellEach(() => this.#late.shift())
    this.#notifying = false
    this.notify()
  }

  #tellEach(take: () => Link | undefined, last?: Link): void {
    while (this.tellsAll || this.ready()) {
      const link = take()
      if (!link) return
      try {
        link(this as never)
      } catch (error) {
        getHub().handleError('a link', error)
      }
      if (link === last) return
    }
  }
}

function remove(links: Link[], link: Link): void {
  const at = links.indexOf(link)
  if (at >= 0) links.splice(at, 1)
}
