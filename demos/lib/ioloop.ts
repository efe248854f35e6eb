/**
 * The event loop, as Tornado 2.4.1 had it: one thread that asks which
 * descriptors are ready, and calls back whoever waits for them.
 */
import { wrap } from 'context'
import * as os from 'os'

type Handler = (fd: number, events: number) => void

interface Timeout {
  deadline: number
  callback: () => void
}

/** The longest time to poll, ms. */
const HOUR = 3_600_000

export class IOLoop {
  static #instance: IOLoop | undefined
  #handlers = new Map<number, Handler>()
  #callbacks: (() => void)[] = []
  #timeouts: Timeout[] = []
  #running = false
  #stopped = false
  #queued = 0

  static instance(): IOLoop {
    IOLoop.#instance ??= new IOLoop()
    return IOLoop.#instance
  }

  addHandler(fd: number, handler: Handler, events: number): void {
    if (this.#handlers.has(fd))
      throw new Error(`fd ${fd} has a handler`)
    const guarded: Handler = (ready, happened) =>
      guard(`I/O handler for fd ${fd}`, () => handler(ready, happened))
    this.#handlers.set(fd, wrap(guarded))
    os.watch(fd, events)
  }

  updateHandler(fd: number, events: number): void {
    os.watch(fd, events)
  }

  removeHandler(fd: number): void {
    this.#handlers.delete(fd)
    os.watch(fd, 0)
  }

  /** Calls back in the next turn of the loop, never at once. */
  addCallback(callback: () => void): void {
    this.#queued += 1
    const id = this.#queued
    os.report('', { kind: 'callback-queued', id })
    this.#callbacks.push(
      wrap(() => {
        os.report('', { kind: 'callback-run', id })
        guard('callback', callback)
      }),
    )
  }

  /** Calls back when so many ms are over. */
  addTimeout(ms: number, callback: () => void): Timeout {
    const deadline = os.now() + ms
    const timeout = {
      deadline,
      callback: wrap(() => guard('callback', callback)),
    }
    this.#timeouts.push(timeout)
    this.#timeouts.sort((a, b) => a.deadline - b.deadline)
    return timeout
  }

  removeTimeout(timeout: Timeout): void {
    timeout.callback = () => undefined
  }

  stop(): void {
    this.#running = false
    this.#stopped = true
  }

  /** Goes round until somebody calls `stop`. */
  start(): void {
    this.#running = !this.#stopped
    $jobs()
    while (this.#running) {
      // What callbacks add waits for the next turn, or I/O would starve.
      for (const callback of this.#callbacks.splice(0)) callback()
      this.#runTimeouts()
      if (!this.#running) break
      for (const [fd, events] of os.poll(this.#pollTimeout())) {
        this.#handlers.get(fd)?.(fd, events)
      }
    }
    this.#stopped = false
  }

  #runTimeouts(): void {
    let [next] = this.#timeouts
    while (next && next.deadline <= os.now()) {
      this.#timeouts.shift()
      next.callback()
      next = this.#timeouts[0]
    }
  }

  /** How long the poll may take: not at all if there is work to do. */
  #pollTimeout(): number {
    if (this.#callbacks.length > 0) return 0
    const [next] = this.#timeouts
    if (!next) return HOUR
    return Math.min(Math.max(next.deadline - os.now(), 0), HOUR)
  }
}

/**
 * Runs one piece of somebody's work and the promise jobs that it leaves
 * behind, for the same request. An error in it must not end the loop.
 */
function guard(what: string, callback: () => void): void {
  try {
    callback()
  } catch (error) {
    console.error(`Exception in ${what}:`, error)
  }
  $jobs()
}
