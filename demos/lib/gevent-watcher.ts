/** What gevent's loop calls: callbacks, and watchers that wait for something. */
import type { Loop } from 'gevent-loop'
import * as os from 'os'
import type { Timeout, TimeoutQueue } from 'timeout-queue'

type Action = (...args: never[]) => unknown

/** Something to be called once in the hub, unless it is stopped before. */
export class LoopCallback {
  #action: Action | undefined
  readonly #args: unknown[]

  constructor(action: Action, args: unknown[]) {
    this.#action = action
    this.#args = args
  }

  get pending(): boolean {
    return this.#action !== undefined
  }

  stop(): void {
    this.#action = undefined
  }

  run(): void {
    const action = this.#action
    this.#action = undefined
    action?.(...(this.#args as never[]))
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
  /** Calls whoever waits for it. */
  call: { run(): void } | undefined
  #waiter: Resumable | undefined

  constructor(loop: Loop, ref: boolean) {
    this.loop = loop
    this.#ref = ref
  }

  /** Whether it was started and has neither called nor been stopped. */
  get pending(): boolean {
    return this.call !== undefined
  }

  start(action: Action, ...args: unknown[]): void {
    this.stop()
    this.call = { run: () => void action(...(args as never[])) }
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
    if (!this.call) return
    this.call = undefined
    this.#waiter = undefined
    if (this.#ref) this.loop.refs -= 1
    this.end()
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

  protected begin(): void {
    const { call } = this
    this.#entry = this.#queue.add(os.now() + this.#ms, () => {
      if (this.call !== call) return
      this.stop()
      call?.run()
    })
  }

  protected end(): void {
    if (this.#entry) this.#entry.callback = null
    this.#entry = undefined
  }
}
