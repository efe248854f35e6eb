/**
 * The generic half of Motor 0.1: blocking methods become ones that
 * return at once. It knows nothing of MongoDB, nor of any protocol.
 */
import { wrap } from 'context'
import { Future } from 'future'
import { callMethod } from 'green/motor-call'
import { Greenlet } from 'greenlet'
import { IOLoop } from 'ioloop'
import { type Callback, takeCallback } from 'motor-callback'
import type { WithCallback } from 'motor-types'
import { stand } from 'os'

/** What became of a blocking method: give it a callback, or await it. */
export interface Asynchronous<Args extends unknown[], R> {
  (...args: WithCallback<Args, R>): void
  (...args: Args): Future<R>
}

/** How methods run. */
export interface Manner {
  /** Default: the loop that all share. */
  loop?: IOLoop
  /** Told of a call without a callback. Default: it gives a Future. */
  withoutCallback?: (name: string, args: unknown[]) => void
}

/**
 * Runs a blocking method on a greenlet of its own, a child of main. The
 * loop hands over what becomes of it, in a later turn.
 */
export function asynchronize<Args extends unknown[], R>(
  method: (...args: Args) => R,
  { loop = IOLoop.instance(), withoutCallback }: Manner = {},
  name = method.name,
): Asynchronous<Args, R> {
  function operation(...args: unknown[]): Future<R> | undefined {
    stand()
    const callback = takeCallback(args)
    if (!callback) withoutCallback?.(name, args)
    const future =
      callback || withoutCallback ? undefined : new Future<R>()
    const done = callback ? wrap(callback) : future && settle(future)
    function finish(result: unknown, error: unknown) {
      if (done) loop.addCallback(() => done(result, error as Error))
      else if (error) throw error
    }
    const call = () => method(...(args as Args))
    new Greenlet(() => callMethod(call, finish)).switch()
    return future
  }
  return operation as Asynchronous<Args, R>
}

function settle<R>(future: Future<R>): Callback<unknown> {
  return (result, error) => {
    if (error) future.setException(error)
    else future.setResult(result as R)
  }
}
