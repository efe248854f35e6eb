/**
 * Steps through one generator: whenever what it has yielded is ready, it
 * goes on with the result, up to its next `yield` (Tornado 2.4.1).
 */
import { context, runFor } from 'context'
import { collect } from 'gen-arguments'
import type { Steps } from 'gen-body'
import { toYieldPoint } from 'gen-convert'
import { Results } from 'gen-results'
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

/** Runs one generator; `engine` and `coroutine` say what its end means. */
export abstract class Runner<R> {
  readonly #steps: Steps<R>
  #yieldPoint = NOTHING
  #error: { error: unknown } | undefined
  #hadError = false
  #running = false
  #finished = false
  /** Most generators have no keys. */
  #results: Results | undefined

  constructor(steps: Steps<R>) {
    this.#steps = steps
  }

  //#region run
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
      this.#yieldPoint = this.convert(yielded)
      this.begin(this.#yieldPoint)
    } catch (error) {
      this.#error = { error }
    }
  }

  /** After an error callbacks may well be left: that is no leak. */
  #end(value: R): void {
    this.#finished = true
    if (!this.#hadError) this.#results?.checkLeaks()
    this.ended(value)
  }
  //#endregion

  /** What it means to yield this. */
  protected convert(yielded: unknown): YieldPoint {
    return toYieldPoint(yielded)
  }

  protected begin(yieldPoint: YieldPoint): void {
    yieldPoint.start(this)
  }

  /** Called with what the generator returns; what it raises flies on. */
  protected abstract ended(value: R): void

  registerCallback(key: unknown): void {
    this.#results ??= new Results()
    this.#results.register(key)
  }

  /** The function that gives the key its result, and goes on. */
  resultCallback(key: unknown): (...args: unknown[]) => void {
    const { request } = context
    return (...args) => {
      this.#results?.set(key, collect(args))
      runFor(request, () => this.run())
    }
  }

  isReady(key: unknown): boolean {
    this.#results ??= new Results()
    return this.#results.has(key)
  }

  popResult(key: unknown): unknown {
    return this.#results?.take(key)
  }
}
