/** What a callback was called with, as one value. */
import { Keywords } from 'keywords'

/**
 * The result of a callback that was called with more than one argument,
 * or with keywords (Tornado 2.4.1).
 *
 * ```ts coroutines
 * import { Arguments, engine, Task } from 'gen'
 *
 * type Callback = (result: unknown, error: unknown) => void
 * const findTeam = (callback: Callback) => callback('Ghana', null)
 *
 * const show = engine(function* () {
 *   const { args }: Arguments = yield new Task(findTeam)
 *   console.log(args)
 * })
 *
 * export function main() {
 *   show()
 * }
 * ```
 */
export class Arguments {
  readonly args: unknown[]
  readonly kwargs: Record<string, unknown>
  constructor(args: unknown[], kwargs: Record<string, unknown>) {
    this.args = args
    this.kwargs = kwargs
  }
}

/** Nothing, the one value, or all of them as `Arguments`. */
export function collect(args: unknown[]): unknown {
  const last = args.at(-1)
  if (last instanceof Keywords)
    return new Arguments(args.slice(0, -1), { ...last.values })
  return args.length > 1 ? new Arguments(args, {}) : args[0]
}
