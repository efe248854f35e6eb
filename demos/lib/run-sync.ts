/** Runs a loop for as long as one function takes (Tornado 3.0). */
import type { Future } from 'future'
import type { IOLoop } from 'ioloop'
import { TimeoutError } from 'timeout-error'

type Outcome<T> = { value: T } | { error: unknown }

/**
 * Starts the loop, calls the function, waits for its future or promise,
 * stops the loop, and returns the result or throws the error. Throws a
 * TimeoutError if that takes longer than `timeout` ms.
 */
export function runSync<T>(
  loop: IOLoop,
  action: () => T | PromiseLike<T> | Future<T>,
  timeout?: number,
): T {
  let outcome: Outcome<T> | undefined
  const end = (ended: Outcome<T>) => {
    outcome = ended
    loop.addCallback(() => loop.stop())
  }
  loop.addCallback(() => follow(action, end))
  const stop = () => loop.stop()
  const timer =
    timeout === undefined ? undefined : loop.addTimeout(timeout, stop)
  loop.start()
  if (timer) loop.removeTimeout(timer)
  return resultOf(outcome, timeout)
}

/** Calls the function, and `end` as soon as its outcome is known. */
function follow<T>(
  action: () => T | PromiseLike<T> | Future<T>,
  end: (outcome: Outcome<T>) => void,
): void {
  let result: T | PromiseLike<T> | Future<T>
  try {
    result = action()
  } catch (error) {
    end({ error })
    return
  }
  if (!isThenable(result)) end({ value: result })
  else
    result.then(
      (value) => end({ value }),
      (error: unknown) => end({ error }),
    )
}

function isThenable<T>(
  value: T | PromiseLike<T> | Future<T>,
): value is PromiseLike<T> | Future<T> {
  return (
    typeof (value as Partial<PromiseLike<T>> | null)?.then ===
    'function'
  )
}

function resultOf<T>(outcome: Outcome<T> | undefined, timeout = 0): T {
  if (!outcome) {
    const seconds = timeout / 1000
    throw new TimeoutError(
      `Operation timed out after ${seconds} seconds`,
    )
  }
  if ('error' in outcome) throw outcome.error
  return outcome.value
}
