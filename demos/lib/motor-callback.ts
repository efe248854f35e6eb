/** Which argument of an asynchronous method is its callback. */
import { Keywords } from 'keywords'

/** Called with the result and null, or null and the error. */
export type Callback<R> = (
  result: R | null,
  error: Error | null,
) => void

/** Takes the callback off the arguments: the last, if it's a function. */
export function takeCallback(
  args: unknown[],
): Callback<unknown> | undefined {
  const last = args.at(-1)
  if (typeof last === 'function') return args.pop() as Callback<unknown>
  if (!(last instanceof Keywords)) return undefined
  const { callback, ...options } = last.values
  args.pop()
  if (Object.keys(options).length > 0) args.push(options)
  const none = callback === undefined || callback === null
  return none ? undefined : checked(callback)
}

/** Throws, in Motor's words, what nobody could call. */
export function checked<R>(callback: unknown): Callback<R> {
  if (typeof callback === 'function') return callback as Callback<R>
  const nothing = callback === undefined || callback === null
  const rule = nothing ? 'is required' : 'must be a callable'
  throw new TypeError(`callback ${rule}`)
}
