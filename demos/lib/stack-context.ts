/**
 * What surrounds a piece of code also surrounds the callbacks that it
 * leaves behind, whenever they run: Tornado 2.4.1's stack_context.
 */

/** Enters and leaves, as Python's `with` does. */
export interface ContextManager {
  enter(): void
  /** Told how it ended; true says that the error is dealt with. */
  exit(error?: unknown): unknown
}

/** What can surround code: something that runs a body inside itself. */
interface Context {
  active: boolean
  /** Two contexts with the same one are the same to a callback. */
  readonly argument: unknown
  around<R>(body: () => R): R | undefined
}

/** What surrounds a piece of code, the outermost first. */
export type Surroundings = readonly Context[]

const NONE: Surroundings = []
let contexts = NONE

/**
 * Enters a context manager, made anew each time, now and around each
 * callback (Tornado 2.4.1). Errors: those of `exit`.
 *
 * ```ts callbacks
 * import { IOLoop } from 'ioloop'
 * import { runWith, StackContext } from 'stack-context'
 *
 * const say = () => ({
 *   enter: () => console.log('in'),
 *   exit: () => console.log('out'),
 * })
 *
 * export function main() {
 *   const loop = IOLoop.instance()
 *   runWith(new StackContext(say), () => {
 *     loop.addCallback(() => loop.stop())
 *   })
 *   loop.start()
 * }
 * ```
 */
export class StackContext implements Context {
  active = true
  readonly argument: () => ContextManager

  constructor(factory: () => ContextManager) {
    this.argument = factory
  }

  around<R>(body: () => R): R | undefined {
    const manager = this.argument()
    manager.enter()
    let result: R
    try {
      result = body()
    } catch (error) {
      if (manager.exit(error)) return undefined
      throw error
    }
    manager.exit()
    return result
  }
}

/**
 * Hands errors of the code, and of its callbacks later, to a handler; one
 * that returns true has dealt with the error, else it goes on to whatever
 * surrounds this (Tornado 2.4.1).
 *
 * ```ts callbacks
 * import { IOLoop } from 'ioloop'
 * import { ExceptionStackContext, runWith } from 'stack-context'
 *
 * export function main() {
 *   const loop = IOLoop.instance()
 *   const handler = (error: unknown) => {
 *     console.log('caught', error)
 *     loop.stop()
 *     return true
 *   }
 *   runWith(new ExceptionStackContext(handler), () => {
 *     loop.addCallback(() => {
 *       throw new Error('later')
 *     })
 *   })
 *   loop.start()
 * }
 * ```
 */
export class ExceptionStackContext implements Context {
  active = true
  readonly argument: (error: unknown) => unknown

  constructor(handler: (error: unknown) => unknown) {
    this.argument = handler
  }

  around<R>(body: () => R): R | undefined {
    try {
      return body()
    } catch (error) {
      if (this.argument(error)) return undefined
      throw error
    }
  }
}

/**
 * Nothing surrounds what runs in here, nor its callbacks: for something
 * that many share, a pool or a server (Tornado 2.4.1).
 *
 * ```ts callbacks
 * import { IOLoop } from 'ioloop'
 * import { NullContext, runWith } from 'stack-context'
 *
 * export function main() {
 *   const loop = IOLoop.instance()
 *   runWith(new NullContext(), () => {
 *     loop.addCallback(() => loop.stop())
 *   })
 *   loop.start()
 * }
 * ```
 */
export class NullContext {}

/**
 * Runs the body inside the context. `deactivate` keeps the context from
 * being entered again by callbacks. Returns what the body does, or
 * undefined if it ended with an error that the context dealt with.
 */
export function runWith<R>(
  context: StackContext | ExceptionStackContext | NullContext,
  body: (deactivate: () => void) => R,
): R | undefined {
  const before = contexts
  try {
    if (!('around' in context)) {
      contexts = NONE
      return body(nothing)
    }
    contexts = [...before, context]
    const deactivate = () => {
      context.active = false
    }
    return context.around(() => body(deactivate))
  } finally {
    contexts = before
  }
}

const nothing = () => undefined

/** Runs the action inside nothing, as in a NullContext, but quickly. */
export function runOutside(action: () => void): void {
  const before = contexts
  contexts = NONE
  try {
    action()
  } finally {
    contexts = before
  }
}

/** What surrounds us now; hand it to `runInside` later. */
export const surroundings = (): Surroundings => contexts

/** Runs the action inside contexts that were captured, and no others. */
export function runInside<R>(
  captured: readonly Context[],
  action: () => R,
): R | undefined {
  if (captured === contexts || captured.length === 0) return action()
  if (contexts.length === 0) return enter(captured, action)
  if (isBeginning(contexts, captured)) {
    return enter(captured.slice(contexts.length), action)
  }
  const anew = () => enter(captured, action)
  return runWith(new NullContext(), anew)
}

/** Whether all of `these` come first in `those`. */
function isBeginning(
  these: readonly Context[],
  those: readonly Context[],
): boolean {
  const same = ({ argument }: Context, index: number) =>
    argument === those[index]?.argument
  return these.length <= those.length && these.every(same)
}

/** Enters those that nobody has deactivated, the first outermost. */
function enter<R>(
  captured: readonly Context[],
  action: () => R,
): R | undefined {
  const [first] = captured
  // Most often there is just one.
  if (first && captured.length === 1)
    return first.active ? runWith(first, action) : action()
  const active = captured.filter((context) => context.active)
  const within = (inner: () => R | undefined, context: Context) => () =>
    runWith(context, inner)
  return active.reduceRight(within, action)()
}
