/**
 * Whose request is it? Whatever is scheduled for later runs on behalf of
 * the request that scheduled it, and inside what surrounded it then.
 */
import { runInside, surroundings } from 'stack-context'

/** The current request: a number, 0 for the server itself. */
export const context = $context

/** The functions that `wrap` has made: wrapping those again adds nothing. */
const wrapped = new WeakSet<object>()

/**
 * The function, bound to the request on whose behalf it was made and to
 * the contexts that surrounded it (Tornado 2.4.1's stack_context.wrap).
 * It returns undefined if a context dealt with an error in it.
 */
export function wrap<Args extends unknown[], R>(
  callback: (...args: Args) => R,
): (...args: Args) => R {
  if (wrapped.has(callback)) return callback
  const { request } = context
  const contexts = surroundings()
  const bound = (...args: Args) =>
    runFor(request, () => runInside(contexts, () => callback(...args)))
  wrapped.add(bound)
  return bound as (...args: Args) => R
}

/** Calls the function on behalf of a request. */
export function runFor<R>(request: number, action: () => R): R {
  const before = context.request
  context.request = request
  try {
    return action()
  } finally {
    context.request = before
  }
}
