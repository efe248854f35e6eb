/**
 * What of Motor's wrapper runs on the child greenlet. It is rewritten,
 * because the blocking methods that it calls have to park.
 */

import type { Greenlet } from 'greenlet'

/** Leaves a child for the main greenlet, until somebody switches back. */
export function parked(child: Greenlet): unknown {
  return child.parent!.switch()
}

/** Calls a method; what it returns or raises goes to `finish`. */
export function callMethod(
  method: () => unknown,
  finish: (result: unknown, error: unknown) => void,
): void {
  let result: unknown
  try {
    result = method()
  } catch (error) {
    finish(null, error)
    return
  }
  finish(result, null)
}

/** Calls a method that has nothing to say, and gives this instead. */
export function give<T>(value: T, method: () => unknown): T {
  method()
  return value
}
