/** Coroutines made of generators: `yield` waits for a future. */
import { wrap } from 'context'
import { Future } from 'future'
import { IOLoop } from 'ioloop'

/** Something that a coroutine yielded and that nobody can wait for. */
export class BadYieldError extends Error {
  override name = 'BadYieldError'
}

type Body<This, Args extends unknown[], R> = (
  this: This,
  ...args: Args
) => Generator<unknown, R, never>

/** A function that runs the generator and answers a future at once. */
export function coroutine<This, Args extends unknown[], R>(
  body: Body<This, Args, R>,
): (this: This, ...args: Args) => Future<R> {
  return function (this: This, ...args: Args): Future<R> {
    const runner = new Runner(body.apply(this, args))
    runner.run(() => runner.steps.next())
    return runner.future
  }
}

/** Steps through one generator, from yield to yield. */
class Runner<R> {
  readonly steps: Generator<unknown, R, never>
  readonly future = new Future<R>()

  constructor(steps: Generator<unknown, R, never>) {
    this.steps = steps
  }

  /** Goes on until the generator waits for something that isn't there. */
  run(go: () => IteratorResult<unknown, R>): void {
    let next: typeof go | undefined = go
    while (next) {
      try {
        const step = next()
        next = step.done ? undefined : this.#wait(step.value)
        if (step.done) this.future.setResult(step.value)
      } catch (error) {
        next = undefined
        this.future.setError(error)
      }
    }
  }

  #wait(
    yielded: unknown,
  ): (() => IteratorResult<unknown, R>) | undefined {
    if (!(yielded instanceof Future)) {
      const error = new BadYieldError(
        `yielded unknown object ${yielded}`,
      )
      return () => this.steps.throw(error)
    }
    const go = () => this.#deliver(yielded)
    if (yielded.done) return go
    const later = wrap(() => this.run(go))
    yielded.addDoneCallback(() => IOLoop.instance().addCallback(later))
    return undefined
  }

  #deliver(future: Future): IteratorResult<unknown, R> {
    let result: unknown
    try {
      result = future.result()
    } catch (error) {
      return this.steps.throw(error)
    }
    return this.steps.next(result as never)
  }
}
