/** Threads of one process: each waits by itself, one computes at a time. */
import * as os from 'os'
import * as remote from 'remote-call'
import { travels } from 'shared'
import { Socket } from 'socket'
import { RuntimeError } from 'thread-errors'

export { enter } from 'remote-call'
export { RuntimeError } from 'thread-errors'

travels('Socket', (fd: number) => new Socket(fd))

/** The thread that we are, once somebody has asked. */
let current: { call: object; thread: Thread } | undefined

/**
 * A thread of control, as `threading.Thread` is one (Python 3.10). It runs
 * an exported function of the program; arguments and what it returns are
 * JSON, sockets, locks, queues or counters. Threads share nothing else.
 * Times are ms. An error in a thread ends that thread and is printed.
 *
 * ```ts threads
 * import { Thread } from 'thread'
 *
 * export function square(n: number) {
 *   return n * n
 * }
 *
 * export function main() {
 *   const thread = new Thread(square, 7)
 *   thread.start()
 *   console.log(thread.join())
 * }
 * ```
 */
export class Thread {
  readonly target: remote.Target
  readonly args: unknown[]
  #name: string | undefined
  #path: string | undefined
  #id = 0

  constructor(target: remote.Target, ...args: unknown[]) {
    this.target = target
    this.args = args
  }

  /** The thread that runs this. */
  static current(): Thread {
    const call = remote.ownCall()
    if (current?.call !== call) {
      current = { call, thread: new Thread(remote.ownCall) }
      current.thread.name = call.name
    }
    return current.thread
  }

  /** `Thread-1` and so on, until somebody gives another. */
  get name(): string {
    return this.#name ?? this.#ownPath()
  }

  set name(name: string) {
    this.#name = name
  }

  /** RuntimeError the second time. */
  start(): void {
    if (this.#id > 0)
      throw new RuntimeError('threads can only be started once')
    const { target, name, args } = this
    const call = { path: this.#ownPath(), name, args }
    this.#id = os.spawn(target.name, remote.packed(target, call))
  }

  /** Waits for its end, `timeout` ms at most; what it has returned. */
  join(timeout = -1): unknown {
    if (this === current?.thread)
      throw new RuntimeError('cannot join current thread')
    if (this.#id === 0)
      throw new RuntimeError('cannot join thread before it is started')
    return remote.joined(this.#id, timeout)
  }

  /** Whether it has started and is not over. */
  isAlive(): boolean {
    if (this === current?.thread) return true
    return this.#id > 0 && remote.isAlive(this.#id)
  }

  #ownPath(): string {
    this.#path ??= remote.newPath('Thread')
    return this.#path
  }
}

/** The thread that runs this. */
export function currentThread(): Thread {
  return Thread.current()
}
