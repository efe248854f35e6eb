/**
 * Whose request is it? Whatever is scheduled for later runs on behalf of
 * the request that scheduled it, and inside what surrounded it then.
 */
import {
  runInside,
  runOutside,
  type Surroundings,
  surroundings,
} from 'stack-context'

/** The current request: a number, 0 for the server itself. */
export const context = $context

/** Says for which request a function runs that `wrap` has made. */
const REQUEST = Symbol('request')

interface Bound {
  [REQUEST]?: number
}

/**
 * The function, bound to the request on whose behalf it was made and to
 * the contexts that surrounded it (Tornado 2.4.1's stack_context.wrap).
 * It returns undefined if a context dealt with an error in it. Wrapping
 * it again adds nothing.
 */
export function wrap<Args extends unknown[], R>(
  callback: ((...args: Args) => R) & Bound,
): (...args: Args) => R {
  if (callback[REQUEST] !== undefined) return callback
  const { request } = context
  const contexts = surroundings()
  const bound: typeof callback = (...args) => {
    const before = context.request
    context.request = request
    try {
      // Nothing surrounds most callbacks: that should cost nothing.
      if (contexts.length === 0) return callback(...args)
      return runInside(contexts, () => callback(...args)) as R
    } finally {
      context.request = before
    }
  }
  bound[REQUEST] = request
  return bound
}

/** On whose behalf something runs later, and inside what. */
export interface Place {
  readonly request: number
  readonly contexts: Surroundings
}

/** Ours; a function that `wrap` has made enters its contexts itself. */
export function placeOf(callback: object & Bound): Place {
  const request = callback[REQUEST]
  if (request !== undefined) return { request, contexts: [] }
  return { request: context.request, contexts: surroundings() }
}

/** Runs the action there, and the promise jobs that it leaves behind. */
export function runAt(place: Place, action: () => void): void {
  const before = context.request
  context.request = place.request
  try {
    if (place.contexts.length === 0) settle(action)
    else runInside(place.contexts, () => settle(action))
  } finally {
    context.request = before
  }
}

function settle(action: () => void): void {
  try {
    action()
  } finally {
    $jobs()
  }
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

/**
 * Calls the action inside no context, on behalf of nobody, or of the
 * request of a function that `wrap` has made: for what many share.
 */
export function runAlone(
  action: () => void,
  bound?: object & Bound,
): void {
  const before = context.request
  context.request = bound?.[REQUEST] ?? 0
  try {
    runOutside(action)
  } finally {
    context.request = before
  }
}
