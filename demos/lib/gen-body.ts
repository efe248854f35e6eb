/** The functions that `engine` and `coroutine` make more of. */

/** A generator as a runner steps through it. */
export type Steps<R> = Generator<unknown, R, never>

/** A generator function. */
export type Body<This, Args extends unknown[], R> = (
  this: This,
  ...args: Args
) => Steps<R>

/** A function that needs no waiting. */
export type PlainBody<This, Args extends unknown[], R> = (
  this: This,
  ...args: Args
) => R

/** Whether the body is a generator, as opposed to having a result. */
export function isGenerator<R>(
  result: Steps<R> | R,
): result is Steps<R> {
  const tagged = result as { [Symbol.toStringTag]?: string } | undefined
  return tagged?.[Symbol.toStringTag] === 'Generator'
}
