/**
 * gevent's event loop (22.10.2): callbacks, timers and descriptors. It
 * runs in the hub, and polls no longer than until the next timer.
 */
import { Files, IoWatcher } from 'gevent-io'
import { LoopCallback, Timer } from 'gevent-watcher'
import * as os from 'os'
import { TimeoutQueue } from 'timeout-queue'

/** How long callbacks may run before descriptors have a turn, ms. */
const SWITCH_INTERVAL = 5
/** How many callbacks run between two looks at the clock. */
const CHECK_COUNT = 50

type HandleError = (context: unknown, error: unknown) => void

export class Loop {
  readonly files = new Files()
  /** Active watchers that the loop goes on for. */
  refs = 0
  readonly #callbacks: LoopCallback[] = []
  readonly #timers = new TimeoutQueue()
  /** Those that come after descriptors: data in time is no timeout. */
  readonly #timeouts = new TimeoutQueue()
  readonly #handleError: HandleError

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
    for (;;) {
      this.#runCallbacks()
      if (this.#callbacks.length === 0 && this.refs === 0) return
      this.files.flush()
      const ready = os.poll(this.#patience())
      const now = os.now()
      this.#runDue(this.#timers, now)
      for (const [fd, events] of ready) {
        for (const watcher of this.files.watchersOf(fd, events)) {
          this.#call(watcher.call)
        }
      }
      this.#runDue(this.#timeouts, now)
    }
  }

  #runCallbacks(): void {
    const end = os.now() + SWITCH_INTERVAL
    let count = CHECK_COUNT
    for (
      let next = this.#callbacks.shift();
      next;
      next = this.#callbacks.shift()
    ) {
      this.#call(next)
      count -= 1
      if (count > 0) continue
      if (os.now() >= end) return
      count = CHECK_COUNT
    }
  }

  #runDue(queue: TimeoutQueue, now: number): void {
    const due = [...queue.due(now)]
    for (const fire of due) this.#call({ run: fire })
  }

  /** How long poll may wait, ms; -1 for ever. */
  #patience(): number {
    if (this.#callbacks.length > 0) return 0
    const next = Math.min(nextOf(this.#timers), nextOf(this.#timeouts))
    return next < Number.POSITIVE_INFINITY
      ? Math.max(next - os.now(), 0)
      : -1
  }

  #call(callback: { run(): void } | undefined): void {
    try {
      callback?.run()
    } catch (error) {
      this.#handleError(callback, error)
    }
  }
}

/** The first deadline, behind those that were stopped. */
function nextOf(queue: TimeoutQueue): number {
  for (const _ of queue.due(Number.NEGATIVE_INFINITY));
  return queue.next
}
