/**
 * Whose request is it? Whatever is scheduled for later runs on behalf of
 * the request that scheduled it: Tornado's stack context, cut down.
 */

/** The current request: a number, 0 for the server itself. */
export const context = $context

/** The function, bound to the request on whose behalf it was made. */
export function wrap<Args extends unknown[], R>(
  callback: (...args: Args) => R,
): (...args: Args) => R {
  const { request } = context
  return (...args) => runFor(request, () => callback(...args))
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
