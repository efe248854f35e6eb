/** What must hold does not: the library was used in a wrong way. */

/** What Python's `assert` raises. */
export class AssertionError extends Error {
  override name = 'AssertionError'
}
