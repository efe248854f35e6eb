/**
 * What an engine yields to wait for Motor 0.1: results as they are, and
 * errors raised at the yield. `gen.Task` gives both, as Arguments.
 */
import type { Arguments } from 'gen-arguments'
import { Task, Wait, type Waiter, YieldPoint } from 'gen-yield-points'

/** What a callback got: the result, if there is no error. */
function outcome(given: unknown): unknown {
  const error = errorIn(given)
  if (error) throw error
  return (given as Arguments).args[0]
}

const errorIn = (given: unknown) => (given as Arguments).args[1]

/**
 * Starts an operation and waits for it (Motor 0.1). Its error is raised
 * at the yield.
 *
 * ```ts coroutines
 * import { engine } from 'gen'
 * import { IOLoop } from 'ioloop'
 * import { MotorClient, Op } from 'motor'
 *
 * const loop = IOLoop.instance()
 * const matches = new MotorClient().db('worldcup').collection('matches')
 *
 * const show = engine(function* () {
 *   console.log(yield new Op(matches.findOne, { teamA: 'Brazil' }))
 *   loop.stop()
 * })
 *
 * export function main() {
 *   loop.addCallback(show)
 *   loop.start()
 * }
 * ```
 */
export class Op extends Task {
  override getResult(): unknown {
    return outcome(super.getResult())
  }
}

/**
 * Waits for an operation whose callback is that of a key (Motor 0.1).
 * Its error is raised here, not at the call.
 *
 * ```ts coroutines
 * import { Callback, engine } from 'gen'
 * import { IOLoop } from 'ioloop'
 * import { MotorClient, WaitOp } from 'motor'
 *
 * const loop = IOLoop.instance()
 * const matches = new MotorClient().db('worldcup').collection('matches')
 *
 * const show = engine(function* () {
 *   matches.findOne({ teamA: 'Brazil' }, yield new Callback('match'))
 *   console.log('meanwhile')
 *   console.log(yield new WaitOp('match'))
 *   loop.stop()
 * })
 *
 * export function main() {
 *   loop.addCallback(show)
 *   loop.start()
 * }
 * ```
 */
export class WaitOp extends Wait {
  override getResult(): unknown {
    return outcome(super.getResult())
  }
}

/**
 * Waits for several, by their keys (Motor 0.1). Raises the earliest
 * error; the other keys stay pending then.
 *
 * ```ts coroutines
 * import { Callback, engine } from 'gen'
 * import { IOLoop } from 'ioloop'
 * import { MotorClient, WaitAllOps } from 'motor'
 *
 * const loop = IOLoop.instance()
 * const matches = new MotorClient().db('worldcup').collection('matches')
 *
 * const show = engine(function* () {
 *   matches.findOne({ teamA: 'Brazil' }, yield new Callback('a'))
 *   matches.findOne({ teamA: 'Japan' }, yield new Callback('b'))
 *   console.log(yield new WaitAllOps(['a', 'b']))
 *   loop.stop()
 * })
 *
 * export function main() {
 *   loop.addCallback(show)
 *   loop.start()
 * }
 * ```
 */
export class WaitAllOps extends YieldPoint {
  readonly #keys: readonly unknown[]
  #runner: Waiter | undefined

  constructor(keys: readonly unknown[]) {
    super()
    this.#keys = keys
  }

  start(runner: Waiter): void {
    this.#runner = runner
  }

  isReady(): boolean {
    const ready = this.#keys.filter((key) => this.#runner!.isReady(key))
    if (ready.length === this.#keys.length) return true
    return ready.some((key) => errorIn(this.#look(key)))
  }

  getResult(): unknown[] {
    const failed = this.#keys.find(
      (key) => this.#runner!.isReady(key) && errorIn(this.#look(key)),
    )
    const keys = failed === undefined ? this.#keys : [failed]
    return keys.map((key) => outcome(this.#runner!.popResult(key)))
  }

  /** A result that may stay pending. */
  #look(key: unknown): unknown {
    const result = this.#runner!.popResult(key)
    this.#runner!.registerCallback(key)
    this.#runner!.resultCallback(key)(result)
    return result
  }
}
