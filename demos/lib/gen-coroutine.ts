/** Generators with a future for their result: Tornado 3.0's coroutine. */
import { Future } from 'future'
import {
  type Body,
  isGenerator,
  type PlainBody,
  type Steps,
} from 'gen-body'
import { Return } from 'gen-return'
import { Runner } from 'gen-runner'
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
    let runner: Runner<R> | undefined
    const end = (value: R) => {
      runner = undefined
      future.setResult(value)
    }
    const fail = (error: unknown) => {
      if (future.done()) return false
      if (error instanceof Return) end(error.value)
      else future.setException(error)
      runner = undefined
      return true
    }
    const handle = (error: unknown) => {
      try {
        return runner?.handleException(error) || fail(error)
      } catch (raised) {
        return fail(raised)
      }
    }
    runWith(new ExceptionStackContext(handle), (deactivate) => {
      const result = body.apply(this, args)
      if (!isGenerator(result)) return end(result)
      runner = new Runner(result, (value) => {
        deactivate()
        end(value)
      })
      runner.run()
    })
    return future
  }
}
