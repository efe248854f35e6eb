/**
 * A result that will be there later. Whoever waits for one is called
 * back by the loop, never at once: Tornado 6.2's Future, asyncio's own.
 */
import { wrap } from 'context'
import { IOLoop } from 'ioloop'
import { runOutside } from 'stack-context'

/** The future is not done yet, or was done before. */
export class InvalidStateError extends Error {
  override name = 'InvalidStateError'
}

/** Somebody has given up what the future was about. */
export class CancelledError extends Error {
  override name = 'CancelledError'
}

type Callback<T> = (future: Future<T>) => void
type Settled<T> = { value: T } | { error: unknown }

/** Errors that nobody has looked at when their future is forgotten. */
const unseen = new FinalizationRegistry((error: unknown) =>
  console.error('Future exception was never retrieved:', error),
)

/**
 * A result, or an error, that somebody sets once; `yield` and `await`
 * wait for it (Tornado 6.2). Errors: `result` raises what was set;
 * `InvalidStateError` if there is nothing yet, or something already.
 *
 * ```ts async
 * import { Future } from 'future'
 * import { IOLoop } from 'ioloop'
 *
 * const loop = IOLoop.instance()
 * const answer = new Future<number>()
 *
 * async function wait() {
 *   console.log(await answer)
 *   loop.stop()
 * }
 *
 * export function main() {
 *   wait()
 *   loop.addTimeout(10, () => answer.setResult(42))
 *   loop.start()
 * }
 * ```
 */
export class Future<T = unknown> {
  #settled: Settled<T> | undefined
  /** Most futures have one: a list takes 80 bytes more. */
  #callbacks: Callback<T> | Callback<T>[] | undefined

  done(): boolean {
    return this.#settled !== undefined
  }

  /** The result; raises if there was an error instead. */
  result(): T {
    const settled = this.#look('Result is not set.')
    if ('error' in settled) throw settled.error
    return settled.value
  }

  /** The error, undefined if there was none. */
  exception(): unknown {
    const settled = this.#look('Exception is not set.')
    return 'error' in settled ? settled.error : undefined
  }

  setResult(value: T): void {
    this.#settle({ value })
  }

  setException(error: unknown): void {
    const settled = { error }
    this.#settle(settled)
    unseen.register(this, error, settled)
  }

  /** Gives up; answers whether there was something to give up. */
  cancel(): boolean {
    if (this.done()) return false
    this.#settle({ error: new CancelledError('') })
    return true
  }

  cancelled(): boolean {
    const settled = this.#settled
    if (!settled || !('error' in settled)) return false
    return settled.error instanceof CancelledError
  }

  /** Calls back in a later turn of the loop, also if done already. */
  addDoneCallback(callback: Callback<T>): void {
    const wrapped = wrap(callback)
    const others = this.#callbacks
    if (this.done()) this.#schedule(wrapped)
    else if (Array.isArray(others)) others.push(wrapped)
    else this.#callbacks = others ? [others, wrapped] : wrapped
  }

  /** What `await` calls: a future that is done costs no turn. */
  // biome-ignore lint/suspicious/noThenProperty: a future is awaited
  then(
    resolve: (value: T) => void,
    reject: (error: unknown) => void,
  ): void {
    if (this.done()) this.#deliver(resolve, reject)
    else
      this.addDoneCallback((future) => {
        future.#deliver(resolve, reject)
        // Whoever waits goes on for the request that waits.
        $jobs()
      })
  }

  #deliver(
    resolve: (value: T) => void,
    reject: (error: unknown) => void,
  ): void {
    const settled = this.#look('Result is not set.')
    if ('error' in settled) reject(settled.error)
    else resolve(settled.value)
  }

  #look(message: string): Settled<T> {
    const settled = this.#settled
    if (!settled) throw new InvalidStateError(message)
    if ('error' in settled) unseen.unregister(settled)
    return settled
  }

  #settle(settled: Settled<T>): void {
    if (this.done()) throw new InvalidStateError('invalid state')
    this.#settled = settled
    const callbacks = this.#callbacks
    this.#callbacks = undefined
    if (Array.isArray(callbacks))
      for (const callback of callbacks) this.#schedule(callback)
    else if (callbacks) this.#schedule(callbacks)
  }

  /** Waiting is none of the business of whoever sets the result. */
  #schedule(callback: Callback<T>): void {
    runOutside(() =>
      IOLoop.instance().addCallback(() => callback(this)),
    )
  }
}
