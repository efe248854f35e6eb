/**
 * The event loop, as Tornado 2.4.1 had it: one thread that asks which
 * descriptors are ready, and calls back whoever waits for them.
 */
import { placeOf, runAt, wrap } from 'context'
import { Epoll } from 'epoll'
import type { Future } from 'future'
import { type Callback, reporting } from 'loop-callback'
import * as os from 'os'
import { runSync } from 'run-sync'
import { type Timeout, TimeoutQueue } from 'timeout-queue'
import { Waker } from 'waker'

type Handler = (fd: number, events: number) => void

/** Something that calls back when it's done: a future. */
interface Completing<Self> {
  addDoneCallback(callback: (self: Self) => void): void
}

/** The longest time to poll, ms. */
const HOUR = 3_600_000

/**
 * Calls back, one after the other: callbacks, timeouts, and handlers of
 * descriptors (Tornado 2.4.1; `addFuture` and `runSync`: 3.0). Times are
 * ms. Errors in callbacks are logged, and the loop goes on.
 *
 * ```ts callbacks
 * import { IOLoop } from 'ioloop'
 *
 * export function main() {
 *   const loop = IOLoop.instance()
 *   loop.addTimeout(20, () => {
 *     console.log('20 ms later')
 *     loop.stop()
 *   })
 *   loop.addCallback(() => console.log('next turn'))
 *   console.log('at once')
 *   loop.start()
 * }
 * ```
 */
export class IOLoop {
  static readonly READ = os.READ
  static readonly WRITE = os.WRITE
  static readonly ERROR = os.ERROR
  static #instance: IOLoop | undefined

  readonly #epoll = new Epoll()
  readonly #handlers = new Map<number, Handler>()
  /** What the last poll found and no handler has been told yet. */
  readonly #ready = new Map<number, number>()
  #timeouts = new TimeoutQueue()
  #callbacks: Callback[] = []
  #running = false
  #stopped = false
  #waker: Waker | undefined
  /** How many callbacks and timeouts there have been. */
  #count = 0

  /** The loop that everybody shares. */
  static instance(): IOLoop {
    IOLoop.#instance ??= new IOLoop()
    return IOLoop.#instance
  }

  //#region start
  /** Goes round until somebody calls `stop`. */
  start(): void {
    if (this.#stopped) {
      this.#stopped = false
      return
    }
    this.#running = true
    // Promises that were settled before go first.
    $jobs()
    for (;;) {
      // What callbacks add waits for the next turn, or I/O would starve.
      const callbacks = this.#callbacks
      this.#callbacks = []
      for (const callback of callbacks) this.#runCallback(callback)

      // Timeouts that are due, also those that timeouts have added.
      const now = os.now()
      for (const callback of this.#timeouts.due(now))
        this.#runCallback(callback)

      // How long may the poll take? Not at all if there is work to do.
      let patience = Math.min(this.#timeouts.next - now, HOUR)
      if (this.#callbacks.length > 0) patience = 0
      if (!this.#running) break

      for (const [fd, events] of this.#epoll.poll(patience))
        this.#ready.set(fd, events)

      // A handler may remove others: those are told nothing any more.
      for (const [fd, events] of this.#ready) {
        this.#ready.delete(fd)
        this.#runHandler(fd, events)
      }
    }
    this.#stopped = false
  }
  //#endregion

  /**
   * The loop ends when it would poll next; what is queued by then waits
   * for another `start`. If the loop doesn't run, the next `start`
   * returns at once.
   */
  stop(): void {
    this.#running = false
    this.#stopped = true
    this.#waker ??= this.#makeWaker()
    this.#waker.wake()
  }

  /** Whether `start` is under way and nobody has called `stop`. */
  running(): boolean {
    return this.#running
  }

  /** Milliseconds since the run began. */
  time(): number {
    return os.now()
  }

  /** Calls back in the next turn of the loop, never at once. */
  addCallback(callback: Callback, place = placeOf(callback)): void {
    this.#count += 1
    os.reportCallback('callback-queued', place.request, this.#count)
    this.#callbacks.push(reporting(callback, place, this.#count))
  }

  /** Calls back when so many ms are over. */
  addTimeout(ms: number, callback: Callback): Timeout {
    this.#count += 1
    const place = placeOf(callback)
    const later = reporting(callback, place, this.#count, true)
    return this.#timeouts.add(os.now() + ms, later)
  }

  /** It stays in the queue, but calls nobody. */
  removeTimeout(timeout: Timeout): void {
    timeout.callback = null
  }

  /**
   * Calls back whenever the descriptor is ready for one of the events;
   * errors are always told. FileExistsError if there is a handler, which
   * the new one has replaced nevertheless.
   */
  addHandler(fd: number, handler: Handler, events: number): void {
    const place = placeOf(handler)
    const told: Handler = (ready, happened) =>
      runAt(place, () => handler(ready, happened))
    this.#handlers.set(fd, told)
    this.#epoll.register(fd, events | os.ERROR)
  }

  /** Changes the events. FileNotFoundError if there's no handler. */
  updateHandler(fd: number, events: number): void {
    this.#epoll.modify(fd, events | os.ERROR)
  }

  /** No more events, not even one that the last poll has found. */
  removeHandler(fd: number): void {
    this.#handlers.delete(fd)
    this.#ready.delete(fd)
    this.#epoll.unregister(fd)
  }

  /** Calls back, in a turn of the loop, when the future is done. */
  addFuture<F extends Completing<F>>(
    future: F,
    callback: (future: F) => void,
  ): void {
    // The future calls back by the loop, never at once.
    future.addDoneCallback(wrap(callback))
  }

  /** Runs for as long as the function, or its future, takes. */
  runSync<T>(
    action: () => T | PromiseLike<T> | Future<T>,
    timeout?: number,
  ): T {
    return runSync(this, action, timeout)
  }

  /** Called with what a callback has thrown. Replace it to do more. */
  handleCallbackException(_callback: Callback, error: unknown): void {
    console.error('Exception in callback:', error)
  }

  /** Forgets all callbacks and timeouts that wait: for tests. */
  clear(): void {
    this.#callbacks = []
    this.#timeouts = new TimeoutQueue()
  }

  /** Forgets all handlers; `allFds`: closes their descriptors as well. */
  close(allFds = false): void {
    const waker = this.#waker?.fileno()
    for (const fd of [...this.#handlers.keys()]) {
      this.removeHandler(fd)
      if (allFds && fd !== waker) os.closeIfOpen(fd)
    }
    this.#waker?.close()
    this.#waker = undefined
  }

  #runCallback(callback: Callback): void {
    try {
      callback()
    } catch (error) {
      this.handleCallbackException(callback, error)
    }
  }

  #runHandler(fd: number, events: number): void {
    try {
      this.#handlers.get(fd)?.(fd, events)
    } catch (error) {
      // The client has closed the connection: nothing to speak of.
      if (error instanceof os.OSError && error.code === 'EPIPE') return
      console.error(`Exception in I/O handler for fd ${fd}:`, error)
    }
  }

  #makeWaker(): Waker {
    const waker = new Waker()
    this.addHandler(waker.fileno(), () => waker.consume(), os.READ)
    return waker
  }
}
