/** Waiting for so long, and no longer. */
import { Future } from 'future'
import { chainFuture, whenDone } from 'gen-future'
import { toFuture } from 'gen-multi'
import { IOLoop } from 'ioloop'
import { TimeoutError } from 'timeout-error'

/**
 * A future that does what the other does, but fails with `TimeoutError`
 * if that takes more than so many ms. The other goes on; an error of it
 * that comes too late is logged (Tornado 4.0).
 */
export function withTimeout<T>(
  ms: number,
  awaited: Future<T> | PromiseLike<T>,
): Future<T> {
  const future = toFuture(awaited) as Future<T>
  const result = new Future<T>()
  chainFuture(future, result)
  const loop = IOLoop.instance()
  const timeout = loop.addTimeout(ms, () => {
    if (!result.done()) result.setException(new TimeoutError('Timeout'))
    whenDone(future, () => logLate(future as Future<unknown>))
  })
  whenDone(future, () => loop.removeTimeout(timeout))
  return result
}

function logLate(future: Future<unknown>): void {
  const error = future.exception()
  if (error === undefined || future.cancelled()) return
  console.error('Exception in Future after timeout:', error)
}
