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
import { Return } from 'gen-return'
import { Runner } from 'gen-runner'
import type { YieldPoint } from 'gen-yield-points'
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
      this.#future.setException(error)
    }
  }

  protected override ended(value: R): void {
    this.#future.setResult(value)
  }

  /** To yield nothing is to let the loop go round once (4.5). */
  protected override convert(yielded: unknown): YieldPoint {
    return super.convert(yielded ?? moment)
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
