/** What gevent's loop calls: callbacks, and watchers that wait for something. */
import type { Loop } from 'gevent-loop'
import * as os from 'os'
import type { Timeout, TimeoutQueue } from 'timeout-queue'

type Action = (...args: never[]) => unknown

/** Something to be called in the hub, unless it is stopped before. */
export class LoopCallback {
  /** Whether it will be called. */
  pending = true
  readonly action: Action
  readonly args: never[]

  constructor(action: Action, args: unknown[]) {
    this.action = action
    this.args = args as never[]
  }

  stop(): void {
    this.pending = false
  }

  toString(): string {
    return '<callback>'
  }
}

/** Somebody who waits, and goes on with a value or an error. */
interface Resumable {
  switch(value: unknown): void
  throw(error: unknown): void
}

/** Calls somebody when something happens, from `start` to `stop`. */
export abstract class Watcher {
  protected readonly loop: Loop
  /** Whether the loop goes on for it. */
  readonly #ref: boolean
  /** Whom it calls when it happens. */
  callback: LoopCallback | undefined
  #waiter: Resumable | undefined

  constructor(loop: Loop, ref: boolean) {
    this.loop = loop
    this.#ref = ref
  }

  /** Whether it was started and has neither called nor been stopped. */
  get pending(): boolean {
    return this.callback !== undefined
  }

  start(action: Action, ...args: unknown[]): void {
    this.stop()
    this.callback = new LoopCallback(action, args)
    if (this.#ref) this.loop.refs += 1
    this.begin()
  }

  /** Calls this waiter with itself; `cancel` raises an error in it. */
  startFor(waiter: Resumable): void {
    this.start(waiter.switch.bind(waiter), waiter)
    this.#waiter = waiter
  }

  /** Stops it, with an error for whoever waits. */
  cancel(error: unknown): void {
    const waiter = this.#waiter
    this.stop()
    waiter?.throw(error)
  }

  stop(): void {
    if (!this.callback) return
    this.callback = undefined
    this.#waiter = undefined
    if (this.#ref) this.loop.refs -= 1
    this.end()
  }

  /** What to call, now that it has happened; nothing if it was stopped. */
  taken(): LoopCallback | undefined {
    return this.callback
  }

  protected abstract begin(): void
  protected abstract end(): void
}

/** Calls somebody once, when its time has come. */
export class Timer extends Watcher {
  readonly #queue: TimeoutQueue
  readonly #ms: number
  #entry: Timeout | undefined

  constructor(
    loop: Loop,
    queue: TimeoutQueue,
    ms: number,
    ref: boolean,
  ) {
    super(loop, ref)
    this.#queue = queue
    this.#ms = ms
  }

  override taken(): LoopCallback | undefined {
    const { callback } = this
    if ((this.#entry?.deadline ?? Infinity) > os.now()) return undefined
    this.stop()
    return callback
  }

  protected begin(): void {
    const { loop } = this
    const deadline = os.now() + this.#ms
    this.#entry = this.#queue.add(deadline, () => loop.ring(this))
  }

  protected end(): void {
    if (this.#entry) this.#entry.callback = null
    this.#entry = undefined
  }
}
