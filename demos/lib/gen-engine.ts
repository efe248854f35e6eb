/** Generators that yield what they wait for: Tornado 2.4.1's engine. */
import { AssertionError } from 'assertion-error'
import {
  type Body,
  isGenerator,
  type PlainBody,
  type Steps,
} from 'gen-body'
import { shown } from 'gen-errors'
import { Runner } from 'gen-runner'
import { ExceptionStackContext, runWith } from 'stack-context'

/**
 * A function that runs the generator up to the first `yield` that has to
 * wait, and then returns, nothing; the generator goes on by and by. What
 * it raises before that flies to the caller, later to whatever surrounds
 * it (stack-context). Error: AssertionError for a function that is no
 * generator and returns something.
 */
export function engine<This, Args extends unknown[]>(
  body: Body<This, Args, unknown>,
): (this: This, ...args: Args) => void
export function engine<This, Args extends unknown[]>(
  body: PlainBody<This, Args, unknown>,
): (this: This, ...args: Args) => void
export function engine<This, Args extends unknown[]>(
  body: PlainBody<This, Args, unknown>,
): (this: This, ...args: Args) => void {
  return function (this: This, ...args: Args): void {
    let runner: EngineRunner | undefined
    const handle = (error: unknown) => runner?.handleException(error)
    runWith(new ExceptionStackContext(handle), (deactivate) => {
      const result = body.apply(this, args)
      if (isGenerator(result)) {
        runner = new EngineRunner(result, deactivate)
        return runner.run()
      }
      if (result !== undefined) throw new AssertionError(shown(result))
      deactivate()
    })
  }
}

/** What the generator leaves behind is no longer its own. */
class EngineRunner extends Runner<unknown> {
  protected readonly ended: () => void

  constructor(steps: Steps<unknown>, deactivate: () => void) {
    super(steps)
    this.ended = deactivate
  }
}
