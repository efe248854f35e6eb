/** Runs a loop for as long as one function takes (Tornado 3.0). */
import type { Future } from 'future'
import type { IOLoop } from 'ioloop'
import { TimeoutError } from 'timeout-error'

type Outcome<T> = { value: T } | { error: unknown }

/** What comes later, if it does. */
type Later<T> = PromiseLike<T> | Future<T>

/**
 * Starts the loop, calls the function, waits for its future or promise,
 * stops the loop, and returns the result or throws the error. If that
 * takes longer than `timeout` ms, cancels the future (6.2) and throws a
 * TimeoutError.
 */
export function runSync<T>(
  loop: IOLoop,
  action: () => T | Later<T>,
  timeout?: number,
): T {
  let outcome: Outcome<T> | undefined
  let over = false
  const end = (ended?: Outcome<T>) => {
    // Later than this, the loop runs for somebody else.
    if (over) return
    over = true
    outcome = ended
    loop.stop()
  }
  let cancel = () => {}
  loop.addCallback(() => {
    cancel = follow(loop, action, end)
  })
  const giveUp = () => {
    end()
    cancel()
  }
  const timer =
    timeout === undefined ? undefined : loop.addTimeout(timeout, giveUp)
  loop.start()
  over = true
  if (timer) loop.removeTimeout(timer)
  return resultOf(outcome, timeout)
}

/**
 * Calls the function, and `end` in a turn of the loop after its outcome
 * is known. Returns what gives up waiting.
 */
function follow<T>(
  loop: IOLoop,
  action: () => T | Later<T>,
  end: (outcome: Outcome<T>) => void,
): () => void {
  const endLater = (outcome: Outcome<T>) =>
    loop.addCallback(() => end(outcome))
  let result: T | Later<T>
  try {
    result = action()
  } catch (error) {
    endLater({ error })
    return nothing
  }
  if (isFuture(result)) {
    const future = result
    loop.addFuture(future, () => end(outcomeOf(future)))
    return () => future.cancel()
  }
  if (isThenable(result))
    result.then(
      (value) => endLater({ value }),
      (error: unknown) => endLater({ error }),
    )
  else endLater({ value: result })
  return nothing
}

const nothing = () => {}

/** By its looks: the loop is there without futures, too. */
function isFuture<T>(value: T | Later<T>): value is Future<T> {
  const { addDoneCallback } = Object(value) as Partial<Future<T>>
  return typeof addDoneCallback === 'function'
}

function isThenable<T>(value: T | Later<T>): value is PromiseLike<T> {
  const { then } = Object(value) as Partial<PromiseLike<T>>
  return typeof then === 'function'
}

function outcomeOf<T>(future: Future<T>): Outcome<T> {
  try {
    return { value: future.result() }
  } catch (error) {
    return { error }
  }
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
