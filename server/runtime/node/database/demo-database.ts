/**
 * The one MongoDB of a process: everybody who says or uses which it is asks here. It's started at once, and
 * again when it goes away.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { NotPossible } from '../not-possible.ts'
import type { Database, Endpoint } from './database-endpoint.ts'
import type { Mongod } from './mongod.ts'
import { type StartOptions, startDatabase } from './start-database.ts'

/** So many starts may fail in a row, or so many databases go away soon; then it's up to the next run. */
const TRIES = 3
/** One that has lived for so long hasn't gone away soon, ms. */
const SOON = 2000
/** Before the next try, ms. */
const PAUSE = 200

export class DemoDatabase implements Database {
  readonly #options: StartOptions
  readonly #start: (options: StartOptions) => Promise<Mongod>
  readonly #listeners: ((why: string) => void)[] = []
  #running: Promise<Mongod> | undefined
  #backend = 'starting'
  #falls = 0
  #closed = false

  /** Starts it. `start` is how. */
  constructor(options: StartOptions, start = startDatabase) {
    this.#options = options
    this.#start = start
    this.#running = this.#begin()
    this.#running.catch(() => undefined)
  }

  /** Which MongoDB answers, or why none does, for people: `our own mongod 7.0.14`. */
  get backend(): string {
    return this.#backend
  }

  /** Waits until it has started, or failed to, and gives `backend`. Never rejects. */
  async started(): Promise<string> {
    await this.#running?.catch(() => undefined)
    return this.#backend
  }

  endpoint(): Promise<Endpoint> {
    if (!this.#running) {
      this.#falls = 0
      this.#running = this.#begin()
      // If there's none again, the run that asks says why.
      this.#running.then(this.#announce, () => undefined)
    }
    return this.#running
  }

  onGone(fn: (why: string) => void): void {
    this.#listeners.push(fn)
  }

  /** Ends it; done when nothing is left. */
  async close(): Promise<void> {
    this.#closed = true
    const running = await this.#running?.catch(() => undefined)
    await running?.stop()
  }

  async #begin(): Promise<Mongod> {
    this.#backend = 'starting'
    for (let tries = 1; ; tries += 1) {
      try {
        const running = await this.#start(this.#options)
        this.#hold(running)
        return running
      } catch (error) {
        const final = tries === TRIES || this.#closed || error instanceof NotPossible
        if (final) throw this.#giveUp(error as Error, tries)
        await sleep(PAUSE)
      }
    }
  }

  #giveUp({ message }: Error, tries: number): Error {
    const why = tries === TRIES ? `${message} (${tries} times in a row; the next run tries again)` : message
    this.#running = undefined
    this.#backend = `none: ${why}`
    return new Error(why)
  }

  #hold(running: Mongod): void {
    const since = performance.now()
    this.#backend = running.backend
    running.onExit((how) => {
      void running.stop()
      this.#falls = performance.now() - since < SOON ? this.#falls + 1 : 1
      this.#gone(how)
    })
  }

  #gone(how: string): void {
    const again = this.#falls < TRIES && !this.#closed
    const next = again ? 'the next run gets a new one' : `${TRIES} times in a row; the next run tries again`
    const why = `the database is gone (${how}): ${next}`
    this.#running = undefined
    this.#backend = `none: ${why}`
    if (this.#closed) return
    this.#options.say(why)
    for (const tell of this.#listeners) tell(why)
    if (!again) return
    this.#running = this.#begin()
    void this.started().then(() => this.#announce())
  }

  /** To whoever was told that there's none. */
  readonly #announce = () => this.#options.say(`MongoDB: ${this.#backend}`)
}
