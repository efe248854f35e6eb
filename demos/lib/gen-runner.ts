/**
 * Steps through one generator: whenever what it has yielded is ready, it
 * goes on with the result, up to its next `yield` (Tornado 2.4.1).
 */
import { context, runFor } from 'context'
import { collect } from 'gen-arguments'
import type { Steps } from 'gen-body'
import { toYieldPoint } from 'gen-convert'
import {
  KeyReuseError,
  LeakedCallbackError,
  shown,
  UnknownKeyError,
} from 'gen-errors'
import { Return } from 'gen-return'
import type { YieldPoint } from 'gen-yield-points'

/** What a generator goes on with: a result, or an error to raise. */
type Parcel = { result: unknown } | { error: unknown }

/** What a generator waits for that has not begun. */
const NOTHING: YieldPoint = {
  start: () => undefined,
  isReady: () => true,
  getResult: () => undefined,
}

/** Runs one generator, for `engine` and `coroutine`. */
export class Runner<R> {
  readonly #steps: Steps<R>
  readonly #onEnd: (value: R) => void
  readonly #pending = new Set<unknown>()
  readonly #results = new Map<unknown, unknown>()
  #yieldPoint = NOTHING
  #error: { error: unknown } | undefined
  #hadError = false
  #running = false
  #finished = false

  /** `onEnd` gets what the generator returns; what it raises flies on. */
  constructor(steps: Steps<R>, onEnd: (value: R) => void) {
    this.#steps = steps
    this.#onEnd = onEnd
  }

  /** Goes on until the generator waits for something not yet there. */
  run(): void {
    if (this.#running || this.#finished) return
    this.#running = true
    try {
      while (!this.#finished) {
        const parcel = this.#next()
        if (!parcel) break
        const step = this.#resume(parcel)
        if (step.done) this.#end(step.value)
        else this.#wait(step.value)
      }
    } finally {
      this.#running = false
    }
  }

  /** Raises it where the generator waits; false if it doesn't wait. */
  handleException(error: unknown): boolean {
    if (this.#running || this.#finished) return false
    this.#error = { error }
    this.run()
    return true
  }

  registerCallback(key: unknown): void {
    if (this.#pending.has(key))
      throw new KeyReuseError(`key ${shown(key)} is already pending`)
    this.#pending.add(key)
  }

  /** The function that gives the key its result, and goes on. */
  resultCallback(key: unknown): (...args: unknown[]) => void {
    const { request } = context
    return (...args) => {
      this.#results.set(key, collect(args))
      runFor(request, () => this.run())
    }
  }

  isReady(key: unknown): boolean {
    if (!this.#pending.has(key))
      throw new UnknownKeyError(`key ${shown(key)} is not pending`)
    return this.#results.has(key)
  }

  /** Takes the result; the key is free again. */
  popResult(key: unknown): unknown {
    const result = this.#results.get(key)
    this.#pending.delete(key)
    this.#results.delete(key)
    return result
  }

  /** What the generator goes on with; undefined if it has to wait. */
  #next(): Parcel | undefined {
    const error = this.#error
    this.#error = undefined
    if (error) return error
    try {
      if (!this.#yieldPoint.isReady()) return undefined
      return { result: this.#yieldPoint.getResult() }
    } catch (raised) {
      return { error: raised }
    }
  }

  #resume(parcel: Parcel): IteratorResult<unknown, R> {
    try {
      if ('result' in parcel)
        return this.#steps.next(parcel.result as never)
      this.#hadError = true
      return this.#steps.throw(parcel.error)
    } catch (raised) {
      if (raised instanceof Return)
        return { done: true, value: raised.value }
      this.#finished = true
      throw raised
    }
  }

  #wait(yielded: unknown): void {
    try {
      this.#yieldPoint = toYieldPoint(yielded)
      this.#yieldPoint.start(this)
    } catch (error) {
      this.#error = { error }
    }
  }

  /** After an error callbacks may well be left: that is no leak. */
  #end(value: R): void {
    this.#finished = true
    if (this.#pending.size > 0 && !this.#hadError) {
      const keys = [...this.#pending].map(shown).join(', ')
      throw new LeakedCallbackError(
        `finished without waiting for callbacks {${keys}}`,
      )
    }
    this.#onEnd(value)
  }
}
