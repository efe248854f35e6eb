/** The types of calls with a callback: it comes behind the arguments. */
import type { Callback } from 'motor-callback'

/** The arguments, with or without the optional ones at their end. */
type Forms<Args extends unknown[]> = Args extends []
  ? []
  :
      | Required<Args>
      | (Args extends [...infer Shorter, unknown?]
          ? Shorter extends Args
            ? Forms<Shorter>
            : never
          : never)

/** Any of these, and a callback. */
export type WithCallback<Args extends unknown[], R> =
  Forms<Args> extends infer Form
    ? Form extends unknown[]
      ? [...Form, Callback<NonNullable<R>>]
      : never
    : never
