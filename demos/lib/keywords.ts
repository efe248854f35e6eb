/**
 * Python's keyword arguments, and what a greenlet gets out of a switch:
 * the forms that greenlet 2.0.2 gives to the arguments of `switch`.
 */

/**
 * Keyword arguments of a call, as Python has them: they are its last
 * argument. Whoever is called gets a plain object (greenlet 2.0.2).
 *
 * ```ts greenlets
 * import { Greenlet } from 'greenlet'
 * import { keywords } from 'keywords'
 *
 * export function main() {
 *   const greenlet = new Greenlet((options) => console.log(options))
 *   greenlet.switch(keywords({ team: 'Ghana' }))
 * }
 * ```
 */
export class Keywords {
  readonly values: Readonly<Record<string, unknown>>

  constructor(values: Record<string, unknown>) {
    this.values = values
  }
}

/** `keywords({ a: 2 })` at the end of a call is Python's `a=2`. */
export function keywords(values: Record<string, unknown>): Keywords {
  return new Keywords(values)
}

/** What a function is called with: keywords become a plain object. */
export function called(args: readonly unknown[]): readonly unknown[] {
  const last = args[args.length - 1]
  if (!(last instanceof Keywords)) return args
  return [...args.slice(0, -1), { ...last.values }]
}

/**
 * What a switch gives back: nothing `[]`, one value as it is, several as
 * an array, only keywords as an object, both as `[[…args], {…}]`.
 */
export function received(args: readonly unknown[]): unknown {
  const last = args[args.length - 1]
  if (!(last instanceof Keywords))
    return args.length === 1 ? last : args
  const before = args.slice(0, -1)
  const values = { ...last.values }
  if (Object.keys(values).length === 0) return received(before)
  return before.length === 0 ? values : [before, values]
}
