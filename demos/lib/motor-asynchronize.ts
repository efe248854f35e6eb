/**
 * The generic half of Motor: gives a class of blocking methods a twin
 * whose methods return at once. It knows nothing of MongoDB.
 */
import { wrap } from 'context'
import { Future } from 'future'
import { callMethod } from 'green/motor-call'
import { Greenlet } from 'greenlet'
import { IOLoop } from 'ioloop'
import { stand } from 'os'

/** Called with the result and null, or null and the error. */
export type Callback<R> = (
  result: R | null,
  error: Error | null,
) => void

/** What became of a blocking method: give it a callback, or await it. */
export interface Asynchronous<Args extends unknown[], R> {
  (...args: [...Args, Callback<NonNullable<R>>]): void
  (...args: Args): Future<R>
}

/** Runs a blocking method on a greenlet; the loop hands over the result. */
export function asynchronize<Args extends unknown[], R>(
  method: (...args: Args) => R,
  loop = IOLoop.instance(),
): Asynchronous<Args, R> {
  function operation(...args: unknown[]): unknown {
    stand()
    const future = new Future<R>()
    const callback =
      typeof args.at(-1) === 'function' ? args.pop() : undefined
    const done = callback
      ? wrap(callback as Callback<R>)
      : settle(future)
    const call = () => method(...(args as Args))
    const hand = (result: unknown, error: unknown) =>
      loop.addCallback(() => done(result as R, error as Error))
    new Greenlet(() => callMethod(call, hand)).switch()
    return callback ? undefined : future
  }
  return operation as Asynchronous<Args, R>
}

function settle<R>(future: Future<R>): Callback<R> {
  return (result, error) => {
    if (error) future.setException(error)
    else future.setResult(result as R)
  }
}
