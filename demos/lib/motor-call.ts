/**
 * The part of Motor's wrapper that runs on the child greenlet. It is
 * rewritten, because the blocking method that it calls has to park.
 */

/** What becomes of an operation, once the loop hands it over. */
export type Done = (result: unknown, error: unknown) => void

/** Calls the method; what it returns or raises goes to `done`. */
export function callMethod(method: () => unknown, done: Done): void {
  let result: unknown
  try {
    result = method()
  } catch (error) {
    done(null, error)
    return
  }
  done(result, null)
}
