/** Values that each thread has for itself. */
import { Thread } from 'thread'

/**
 * Values that each thread has for itself, as with `threading.local`
 * (Python 3.10): what one thread sets the others don't see.
 *
 * ```ts threads
 * import { Local } from 'local'
 * import { Thread } from 'thread'
 *
 * const local = new Local<string>()
 *
 * export function work() {
 *   console.log(local.get('user'))
 * }
 *
 * export function main() {
 *   local.set('user', 'ann')
 *   const thread = new Thread(work)
 *   thread.start()
 *   thread.join()
 *   console.log(local.get('user'))
 * }
 * ```
 */
export class Local<T = unknown> {
  readonly #values = new WeakMap<Thread, Map<string, T>>()

  /** What this thread has set; undefined if it has set nothing. */
  get(name: string): T | undefined {
    return this.#own().get(name)
  }

  set(name: string, value: T): void {
    this.#own().set(name, value)
  }

  delete(name: string): void {
    this.#own().delete(name)
  }

  #own(): Map<string, T> {
    const thread = Thread.current()
    const own = this.#values.get(thread) ?? new Map<string, T>()
    this.#values.set(thread, own)
    return own
  }
}
