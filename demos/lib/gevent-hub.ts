/**
 * gevent's hub (22.10.2): the greenlet that runs the loop, and the parent
 * of all that gevent starts. To wait is to switch to it.
 */
import { AssertionError } from 'assertion-error'
import {
  ConcurrentObjectUseError,
  InvalidSwitchError,
  LoopExit,
} from 'gevent-errors'
import { HubGreenlet } from 'gevent-hub-greenlet'
import { Loop } from 'gevent-loop'
import type { Watcher } from 'gevent-watcher'
import { type Greenlet, GreenletExit, getcurrent } from 'greenlet'

/** Where errors go that nobody catches; by default they are printed. */
export interface ExceptionStream {
  write(text: string): void
}

/**
 * The greenlet in which gevent's loop runs (gevent 22.10.2), child of
 * main. Whoever waits switches to it: LoopExit in main if nobody is left
 * who could end that, BlockingSwitchOutError in one of its own callbacks.
 *
 * ```ts greenlets
 * import { getHub, sleep } from 'gevent'
 *
 * export function main() {
 *   const hub = getHub()
 *   hub.loop.runCallback(() => console.log('in the hub'))
 *   sleep(0)
 * }
 * ```
 */
export class Hub extends HubGreenlet {
  readonly loop: Loop
  exceptionStream: ExceptionStream | undefined

  constructor() {
    super()
    this.loop = new Loop((context, error) =>
      this.handleError(context, error),
    )
    this.run = () => this.#runLoop()
  }

  /** Waits until a watcher calls. */
  wait(watcher: Watcher): void {
    const waiter = new Waiter(this)
    watcher.startFor(waiter)
    try {
      if (waiter.get() === waiter) return
      throw new InvalidSwitchError('Invalid switch into the hub')
    } finally {
      watcher.stop()
    }
  }

  /** Waits until nothing is left to be done; false if that takes too long. */
  join(timeout?: number | null): boolean {
    if (getcurrent() !== this.parent)
      throw new AssertionError('only possible from the MAIN greenlet')
    const waiter = new Waiter(this)
    const timer =
      typeof timeout === 'number'
        ? this.loop.timer(timeout, { ref: false })
        : undefined
    timer?.start(waiter.switch.bind(waiter), null)
    try {
      waiter.get()
    } catch (error) {
      if (error instanceof LoopExit) return true
      throw error
    } finally {
      timer?.stop()
    }
    return false
  }

  /** Prints an error that nobody caught; GreenletExit is none. */
  handleError(context: unknown, error: unknown): void {
    if (error instanceof GreenletExit) return
    const failed = `${context} failed with ${nameOf(error)}`
    if (this.exceptionStream) {
      this.exceptionStream.write(`${error}\n`)
      this.exceptionStream.write(`${failed}\n\n`)
    } else {
      console.error(error)
      console.error(failed)
    }
  }

  #runLoop(): never {
    for (;;) {
      this.loop.run()
      const error = new LoopExit('This operation would block forever')
      this.parent?.throw(error)
    }
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'exception'
}

/**
 * Where one greenlet waits for a value or an error from the hub (gevent
 * 22.10.2). ConcurrentObjectUseError if another one waits already.
 *
 * ```ts greenlets
 * import { getHub } from 'gevent'
 * import { Waiter } from 'gevent-hub'
 *
 * export function main() {
 *   const waiter = new Waiter()
 *   getHub().loop.timer(10).start(() => waiter.switch('hello'))
 *   console.log(waiter.get())
 * }
 * ```
 */
export class Waiter {
  readonly hub: Hub
  greenlet: Greenlet | undefined
  #outcome: { value: unknown } | { error: unknown } | undefined

  constructor(hub = getHub()) {
    this.hub = hub
  }

  ready(): boolean {
    return this.#outcome !== undefined
  }

  clear(): void {
    this.#outcome = undefined
  }

  /** Lets the one who waits go on, or keeps the value. */
  switch(value?: unknown): void {
    if (this.#isAwaited()) this.greenlet?.switch(value)
    else this.#outcome = { value }
  }

  /** Raises an error in the one who waits, or keeps it. */
  throw(error: unknown): void {
    if (this.#isAwaited()) this.greenlet?.throw(error)
    else this.#outcome = { error }
  }

  /** The value, or throws the error; waits until there's one. */
  get(): unknown {
    const outcome = this.#outcome
    if (outcome && 'error' in outcome) throw outcome.error
    if (outcome) return outcome.value
    if (this.greenlet)
      throw new ConcurrentObjectUseError(
        `This Waiter is already used by ${this.greenlet}`,
      )
    this.greenlet = getcurrent()
    try {
      return this.hub.switch()
    } finally {
      this.greenlet = undefined
    }
  }

  #isAwaited(): boolean {
    if (this.greenlet && getcurrent() !== this.hub)
      throw new AssertionError(
        'Can only use Waiter.switch method from the Hub greenlet',
      )
    return this.greenlet !== undefined
  }
}

const hub = new Hub()

/** The hub: there is one. */
export function getHub(): Hub {
  return hub
}
