/**
 * gevent's event loop (22.10.2): callbacks, timers and descriptors. It
 * runs in the hub, and polls no longer than until the next timer.
 */
import { Files, IoWatcher } from 'gevent-io'
import { LoopCallback, Timer, type Watcher } from 'gevent-watcher'
import * as os from 'os'
import { TimeoutQueue } from 'timeout-queue'

/**
 * How long callbacks may run before descriptors have a turn, ms. gevent
 * looks at the clock after 50 of them; here 50 may take much longer.
 */
const SWITCH_INTERVAL = 5

type HandleError = (context: unknown, error: unknown) => void

/** The loop of gevent 22.10.2: what happens next, and who is told. */
export class Loop {
  readonly files = new Files()
  /** Active watchers that the loop goes on for. */
  refs = 0
  readonly #callbacks: LoopCallback[] = []
  readonly #timers = new TimeoutQueue()
  /** Those that come after descriptors: data in time is no timeout. */
  readonly #timeouts = new TimeoutQueue()
  /** What has happened at the last poll, and nobody knows yet. */
  readonly #happened: Watcher[] = []
  readonly #handleError: HandleError
  /** When descriptors have their turn again. */
  #turnEnds = 0
  /** How many callbacks run before that, however long they take. */
  #promised = 0

  constructor(handleError: HandleError) {
    this.#handleError = handleError
  }

  /** Calls something soon, in the hub; first come, first served. */
  runCallback(
    action: (...args: never[]) => unknown,
    ...args: unknown[]
  ): LoopCallback {
    const callback = new LoopCallback(action, args)
    this.#callbacks.push(callback)
    return callback
  }

  /** A timer of `ms`; it isn't started yet. */
  timer(ms: number, { ref = true, late = false } = {}): Timer {
    return new Timer(
      this,
      late ? this.#timeouts : this.#timers,
      ms,
      ref,
    )
  }

  /** Watches a descriptor for READ or WRITE, once it's started. */
  io(fd: number, events: number): IoWatcher {
    return new IoWatcher(this, fd, events)
  }

  /** Goes on until nothing is left that could happen. */
  run(): void {
    this.#beginTurn()
    for (let next = this.#next(); next; next = this.#next()) {
      try {
        next.action(...next.args)
      } catch (error) {
        this.#handleError(next, error)
      }
    }
  }

  /** A timer's time has come. */
  ring(timer: Timer): void {
    this.#happened.push(timer)
  }

  /** Whom to call next; polls if that isn't known. */
  #next(): LoopCallback | undefined {
    for (;;) {
      const next = this.#takeHappened() ?? this.#takeCallback()
      if (next) return next
      if (this.#callbacks.length === 0 && this.refs === 0)
        return undefined
      this.#poll()
    }
  }

  #takeHappened(): LoopCallback | undefined {
    for (;;) {
      const watcher = this.#happened.shift()
      if (!watcher) return undefined
      const callback = watcher.taken()
      if (callback) return callback
    }
  }

  #takeCallback(): LoopCallback | undefined {
    for (;;) {
      const callback = this.#callbacks[0]
      if (!callback || this.#isTurnOver()) return undefined
      this.#callbacks.shift()
      if (!callback.pending) continue
      callback.pending = false
      return callback
    }
  }

  #isTurnOver(): boolean {
    this.#promised -= 1
    return this.#promised < 0 && os.now() >= this.#turnEnds
  }

  #beginTurn(): void {
    this.#turnEnds = os.now() + SWITCH_INTERVAL
    this.#promised = this.#callbacks.length
  }

  /** Asks the kernel what has happened: timers, descriptors, timeouts. */
  #poll(): void {
    this.files.flush()
    const ready = os.poll(this.#patience())
    const now = os.now()
    for (const ring of [...this.#timers.due(now)]) ring()
    for (const [fd, events] of ready)
      this.#happened.push(...this.files.watchersOf(fd, events))
    for (const ring of [...this.#timeouts.due(now)]) ring()
    this.#beginTurn()
  }

  /** How long poll may wait, ms; -1 for ever. */
  #patience(): number {
    if (this.#callbacks.length > 0) return 0
    const next = Math.min(nextOf(this.#timers), nextOf(this.#timeouts))
    return next < Number.POSITIVE_INFINITY
      ? Math.max(next - os.now(), 0)
      : -1
  }
}

/** The first deadline, behind those that were stopped. */
function nextOf(queue: TimeoutQueue): number {
  for (const _ of queue.due(Number.NEGATIVE_INFINITY));
  return queue.next
}
