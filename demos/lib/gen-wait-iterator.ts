/** Several futures, one after the other, in the order they get done. */
import { Future } from 'future'
import { chainFuture, whenDone } from 'gen-future'
import { type Collection, toFuture } from 'gen-multi'

/**
 * Each `next()` is a future of the next result, from whichever future of
 * a list or a dictionary is done first (Tornado 4.1). Errors are raised
 * where they are waited for, and the others go on.
 *
 * ```ts coroutines
 * import { coroutine, sleep, WaitIterator } from 'gen'
 * import { IOLoop } from 'ioloop'
 *
 * const show = coroutine(function* () {
 *   const all = new WaitIterator({ slow: sleep(20), quick: sleep(10) })
 *   while (!all.done()) {
 *     yield all.next()
 *     console.log(all.currentIndex) // quick, then slow
 *   }
 * })
 *
 * export function main() {
 *   IOLoop.instance().runSync(show)
 * }
 * ```
 */
export class WaitIterator {
  /** Where in the list, or by what name, the last one stands. */
  currentIndex: number | string | undefined
  /** The last one itself. */
  currentFuture: Future<unknown> | undefined
  readonly #places = new Map<Future<unknown>, number | string>()
  readonly #done: Future<unknown>[] = []
  #next: Future<unknown> | undefined

  constructor(futures: Collection) {
    const isList = Array.isArray(futures)
    for (const [name, value] of Object.entries(futures))
      this.#places.set(toFuture(value), isList ? Number(name) : name)
    for (const future of this.#places.keys())
      whenDone(future, () => this.#ended(future))
  }

  /** Whether all have been handed out. */
  done(): boolean {
    if (this.#places.size > 0) return false
    this.currentIndex = undefined
    this.currentFuture = undefined
    return true
  }

  /** A future of the next result; done at once if there is one. */
  next(): Future<unknown> {
    const next = new Future<unknown>()
    this.#next = next
    const done = this.#done.shift()
    if (done) this.#handOut(done)
    return next
  }

  #ended(future: Future<unknown>): void {
    if (this.#next) this.#handOut(future)
    else this.#done.push(future)
  }

  #handOut(future: Future<unknown>): void {
    const next = this.#next
    this.#next = undefined
    this.currentFuture = future
    this.currentIndex = this.#places.get(future)
    this.#places.delete(future)
    if (next) chainFuture(future, next)
  }
}
