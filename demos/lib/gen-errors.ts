/** What generators are told if they yield what they should not. */

/** A key was used again before its callback was waited for. */
export class KeyReuseError extends Error {
  override name = 'KeyReuseError'
}

/** A wait for a key that nobody made a callback for. */
export class UnknownKeyError extends Error {
  override name = 'UnknownKeyError'
}

/** The generator ended, and did not wait for callbacks that it made. */
export class LeakedCallbackError extends Error {
  override name = 'LeakedCallbackError'
}

/** Something that was yielded and that nobody can wait for. */
export class BadYieldError extends Error {
  override name = 'BadYieldError'
}

/** A value as the errors of the original show it: texts in quotes. */
export function shown(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value)
}
