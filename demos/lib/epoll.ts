/**
 * The descriptors that one loop waits for, as Linux's epoll keeps them.
 * The kernel has one such set for the whole process: loops take turns.
 */
import * as os from 'os'

/** The loop waits for this descriptor already. */
export class FileExistsError extends os.OSError {
  constructor(fd: number) {
    super('EEXIST', `fd ${fd} has a handler already`)
    this.name = 'FileExistsError'
  }
}

/** The loop doesn't wait for this descriptor. */
export class FileNotFoundError extends os.OSError {
  constructor(fd: number) {
    super('ENOENT', `fd ${fd} has no handler`)
    this.name = 'FileNotFoundError'
  }
}

/**
 * What Linux's epoll offers: who is ready, level-triggered. Times are
 * ms. Errors: FileExistsError, FileNotFoundError, and OSError for what is
 * no descriptor.
 *
 * ```ts threads
 * import { Epoll } from 'epoll'
 * import { READ } from 'os'
 * import { Socket } from 'socket'
 *
 * export function main() {
 *   const epoll = new Epoll()
 *   const [one, other] = Socket.pair()
 *   epoll.register(other.fd, READ)
 *   one.sendall('hello')
 *   for (const [fd] of epoll.poll(-1))
 *     console.log(fd === other.fd, other.recv(5))
 * }
 * ```
 */
export class Epoll {
  static #current: Epoll | undefined
  readonly #watched = new Map<number, number>()

  /** Begins to wait for a descriptor; it may be done only once. */
  register(fd: number, events: number): void {
    if (this.#knows(fd)) throw new FileExistsError(fd)
    this.#watch(fd, events)
  }

  /** Changes what one waits for. */
  modify(fd: number, events: number): void {
    if (!this.#watched.has(fd)) throw new FileNotFoundError(fd)
    this.#watch(fd, events)
  }

  #watch(fd: number, events: number): void {
    Epoll.#current ??= this
    if (Epoll.#current === this) os.watch(fd, events)
    this.#watched.set(fd, events)
  }

  /** Waits for it no more; also if it has been closed meanwhile. */
  unregister(fd: number): void {
    if (!this.#watched.delete(fd)) return
    if (Epoll.#current === this) watched(fd, 0)
  }

  /** The descriptors that are ready, after `timeout` ms at most. */
  poll(timeout: number): [fd: number, events: number][] {
    if (Epoll.#current !== this) this.#takeOver()
    return os.poll(timeout)
  }

  /** One that was closed meanwhile is another by that number now. */
  #knows(fd: number): boolean {
    const events = this.#watched.get(fd)
    if (events === undefined) return false
    return Epoll.#current !== this || os.watch(fd, events) > 0
  }

  #takeOver(): void {
    const before = Epoll.#current
    if (before) for (const fd of before.#watched.keys()) watched(fd, 0)
    Epoll.#current = this
    for (const [fd, events] of this.#watched)
      if (!watched(fd, events)) this.#watched.delete(fd)
  }
}

/** Watches a descriptor, unless it was closed. */
function watched(fd: number, events: number): boolean {
  try {
    os.watch(fd, events)
    return true
  } catch {
    return false
  }
}
