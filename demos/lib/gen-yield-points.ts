/**
 * What a generator can yield to wait: callbacks by their keys, and tasks
 * (Tornado 2.4.1). A runner starts it, and asks whether it is ready.
 */
import type { Runner } from 'gen-runner'
import { Keywords } from 'keywords'

/** What a yield point asks of the generator's runner. */
export type Waiter = Pick<
  Runner<unknown>,
  | 'run'
  | 'registerCallback'
  | 'resultCallback'
  | 'isReady'
  | 'popResult'
>

/**
 * Something to wait for, as `gen.engine` knows it (Tornado 2.4.1): started
 * once, asked whether it's ready whenever a callback comes, and then for
 * its result. What its methods raise is raised at `yield`.
 *
 * ```ts coroutines
 * import { engine, YieldPoint } from 'gen'
 *
 * class Given extends YieldPoint {
 *   start() {}
 *   isReady() { return true }
 *   getResult() { return 7 }
 * }
 *
 * export function main() {
 *   engine(function* () {
 *     console.log(yield new Given())
 *   })()
 * }
 * ```
 */
export abstract class YieldPoint {
  abstract start(runner: Waiter): void
  abstract isReady(): boolean
  abstract getResult(): unknown
}

/** A yield point that knows who waits for it. */
abstract class Waited extends YieldPoint {
  protected runner: Waiter | undefined

  start(runner: Waiter): void {
    this.runner = runner
  }
}

/**
 * Gives a function at once, to be called later; a `Wait` with the same
 * key waits for that (Tornado 2.4.1). Error: `KeyReuseError`.
 *
 * ```ts coroutines
 * import { Callback, engine, Wait } from 'gen'
 * import { IOLoop } from 'ioloop'
 *
 * const loop = IOLoop.instance()
 *
 * const both = engine(function* () {
 *   loop.addTimeout(20, yield new Callback('slow'))
 *   loop.addTimeout(10, yield new Callback('quick'))
 *   yield new Wait('slow')
 *   yield new Wait('quick')
 *   loop.stop()
 * })
 *
 * export function main() {
 *   both()
 *   loop.start()
 * }
 * ```
 */
export class Callback extends Waited {
  readonly key: unknown

  constructor(key: unknown) {
    super()
    this.key = key
  }

  override start(runner: Waiter): void {
    super.start(runner)
    runner.registerCallback(this.key)
  }

  isReady(): boolean {
    return true
  }

  getResult(): unknown {
    return this.runner?.resultCallback(this.key)
  }
}

/**
 * Waits until the `Callback` of that key was called; the result is what
 * it was called with (Tornado 2.4.1). Error: `UnknownKeyError`.
 *
 * ```ts coroutines
 * import { Callback, engine, Wait } from 'gen'
 *
 * const show = engine(function* () {
 *   const found: (team: string) => void = yield new Callback('team')
 *   found('Ghana')
 *   console.log(yield new Wait('team'))
 * })
 *
 * export function main() {
 *   show()
 * }
 * ```
 */
export class Wait extends Waited {
  readonly key: unknown

  constructor(key: unknown) {
    super()
    this.key = key
  }

  isReady(): boolean {
    return this.runner?.isReady(this.key) === true
  }

  getResult(): unknown {
    return this.runner?.popResult(this.key)
  }
}

/**
 * Waits for the callbacks of several keys; the results come in the
 * order of the keys (Tornado 2.4.1). Error: `UnknownKeyError`.
 *
 * ```ts coroutines
 * import { Callback, engine, WaitAll } from 'gen'
 *
 * const show = engine(function* () {
 *   const a: (team: string) => void = yield new Callback('a')
 *   const b: (team: string) => void = yield new Callback('b')
 *   b('Japan')
 *   a('Ghana')
 *   console.log(yield new WaitAll(['a', 'b']))
 * })
 *
 * export function main() {
 *   show()
 * }
 * ```
 */
export class WaitAll extends Waited {
  readonly keys: readonly unknown[]

  constructor(keys: readonly unknown[]) {
    super()
    this.keys = keys
  }

  isReady(): boolean {
    return this.keys.every((key) => this.runner?.isReady(key))
  }

  getResult(): unknown {
    return this.keys.map((key) => this.runner?.popResult(key))
  }
}

/**
 * Calls a function that takes a callback as its last argument, and waits
 * until it is called (Tornado 2.4.1). What the function raises, at once
 * or in a callback of its own, is raised at the `yield`.
 *
 * ```ts coroutines
 * import { engine, Task } from 'gen'
 * import { IOLoop } from 'ioloop'
 *
 * const loop = IOLoop.instance()
 * const later = (ms: number, callback: () => void) =>
 *   loop.addTimeout(ms, callback)
 *
 * const nap = engine(function* () {
 *   yield new Task(later, 10)
 *   loop.stop()
 * })
 *
 * export function main() {
 *   nap()
 *   loop.start()
 * }
 * ```
 */
export class Task extends Waited {
  readonly #call: (callback: (...args: unknown[]) => void) => unknown
  /** Nobody else has this key, nor the same task if it runs again. */
  #key = {}

  constructor(func: (...args: never[]) => unknown, ...args: unknown[]) {
    super()
    const given = args.map((argument) =>
      argument instanceof Keywords ? argument.values : argument,
    )
    this.#call = (callback) =>
      func(...(given as never[]), callback as never)
  }

  override start(runner: Waiter): void {
    super.start(runner)
    this.#key = {}
    runner.registerCallback(this.#key)
    this.#call(runner.resultCallback(this.#key))
  }

  isReady(): boolean {
    return this.runner?.isReady(this.#key) === true
  }

  getResult(): unknown {
    return this.runner?.popResult(this.#key)
  }
}
