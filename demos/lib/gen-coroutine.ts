/** Generators with a future for their result: Tornado 3.0's coroutine. */
import { Future } from 'future'
import {
  type Body,
  isGenerator,
  type PlainBody,
  type Steps,
} from 'gen-body'
import { YieldFuture } from 'gen-future'
import { moment } from 'gen-moment'
import { type Collection, isCollection, multi } from 'gen-multi'
import { Return } from 'gen-return'
import { Runner } from 'gen-runner'
import { YieldPoint } from 'gen-yield-points'
import { ExceptionStackContext, runWith } from 'stack-context'

/**
 * A function that runs the generator up to the first `yield` that has to
 * wait, and returns a future of what it returns or raises. It never
 * raises itself (Tornado 3.0; checked on 6.2).
 */
export function coroutine<This, Args extends unknown[], R>(
  body: Body<This, Args, R>,
): (this: This, ...args: Args) => Future<R>
export function coroutine<This, Args extends unknown[], R>(
  body: PlainBody<This, Args, R>,
): (this: This, ...args: Args) => Future<R>
export function coroutine<This, Args extends unknown[], R>(
  body: PlainBody<This, Args, Steps<R> | R>,
): (this: This, ...args: Args) => Future<R> {
  return function (this: This, ...args: Args): Future<R> {
    const future = new Future<R>()
    try {
      const result = body.apply(this, args)
      if (isGenerator(result)) new CoroutineRunner(result, future).run()
      else future.setResult(result)
    } catch (error) {
      if (error instanceof Return) future.setResult(error.value)
      else future.setException(error)
    }
    return future
  }
}

/** Whatever becomes of the generator becomes of the future. */
class CoroutineRunner<R> extends Runner<R> {
  readonly #future: Future<R>

  constructor(steps: Steps<R>, future: Future<R>) {
    super(steps)
    this.#future = future
  }

  override run(): void {
    try {
      super.run()
    } catch (error) {
      if (this.#future.cancelled())
        console.error('Exception after Future was cancelled:', error)
      else this.#future.setException(error)
    }
  }

  /** Nobody wants the result of a future that was cancelled. */
  protected override ended(value: R): void {
    if (!this.#future.cancelled()) this.#future.setResult(value)
  }

  /**
   * To yield nothing is to let the loop go round once (4.5); futures in
   * a list or dictionary are one future (4.3).
   */
  protected override convert(yielded: unknown): YieldPoint {
    const awaited = yielded ?? moment
    if (awaited !== moment && isCollection(awaited))
      if (!hasYieldPoint(awaited))
        return new YieldFuture(multi(awaited))
    return super.convert(awaited)
  }

  /** Errors in callbacks of a task are raised at its `yield` (4.0). */
  protected override begin(yieldPoint: YieldPoint): void {
    if (yieldPoint instanceof YieldFuture) {
      super.begin(yieldPoint)
      return
    }
    const handle = (error: unknown) => this.handleException(error)
    runWith(new ExceptionStackContext(handle), () =>
      super.begin(yieldPoint),
    )
  }
}

/** Whether an engine could wait for some of it, and a future can't. */
function hasYieldPoint(collection: Collection): boolean {
  return Object.values(collection).some(
    (child) =>
      child instanceof YieldPoint ||
      (isCollection(child) && hasYieldPoint(child)),
  )
}
