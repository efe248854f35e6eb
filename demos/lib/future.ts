/** A result that will be there later. */
import { wrap } from 'context'

type Settled<T> = { value: T } | { error: unknown }

export class Future<T = unknown> {
  #settled: Settled<T> | undefined
  #callbacks: (() => void)[] = []

  get done(): boolean {
    return this.#settled !== undefined
  }

  /** The result; raises if there was an error instead. */
  result(): T {
    if (!this.#settled) throw new Error('the future is not done')
    if ('error' in this.#settled) throw this.#settled.error
    return this.#settled.value
  }

  setResult(value: T): void {
    this.#settle({ value })
  }

  setError(error: unknown): void {
    this.#settle({ error })
  }

  /** Calls back on behalf of the request that asks, at once if done. */
  addDoneCallback(callback: () => void): void {
    if (this.#settled) callback()
    else this.#callbacks.push(wrap(callback))
  }

  /** What `await` calls. */
  // biome-ignore lint/suspicious/noThenProperty: a future is awaited
  then(
    resolve: (value: T) => void,
    reject: (error: unknown) => void,
  ): void {
    this.addDoneCallback(() => {
      const settled = this.#settled
      if (settled && 'error' in settled) reject(settled.error)
      else resolve(this.result())
      $jobs()
    })
  }

  #settle(settled: Settled<T>): void {
    this.#settled = settled
    for (const callback of this.#callbacks.splice(0)) callback()
  }
}
