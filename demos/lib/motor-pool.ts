/** Where Motor's operations stand while all connections are in use. */
import { wrap } from 'context'
import { parked } from 'green/motor-call'
import type { WaitQueue } from 'green/pymongo'
import type { IOLoop } from 'ioloop'
import { childGreenlet } from 'motor-socket'
import { OperationFailure } from 'pymongo-errors'
import { NullContext, runWith } from 'stack-context'

/** All connections were in use for too long (Motor 0.1). */
export class MotorPoolTimeout extends OperationFailure {
  override name = 'MotorPoolTimeout'
}

/**
 * First come, first served; times are ms (Motor 0.1's MotorPool). Its
 * errors: MotorPoolTimeout in 0.1, else the driver's ConnectionFailure.
 *
 * ```ts async
 * import { IOLoop } from 'ioloop'
 * import { MotorClient } from 'motor'
 *
 * const client = new MotorClient('mongodb', 27017, { maxPoolSize: 1 })
 * const matches = client.db('worldcup').collection('matches')
 *
 * async function both() {
 *   const one = matches.findOne({ teamA: 'Brazil' })
 *   const other = matches.findOne({ teamA: 'Japan' })
 *   console.log(await one, await other)
 * }
 *
 * export function main() {
 *   IOLoop.instance().runSync(both)
 * }
 * ```
 */
export class MotorWaitQueue implements WaitQueue {
  readonly #loop: () => IOLoop
  /** What is thrown if it took too long; without it `wait` is false. */
  readonly #failure: (() => Error) | undefined
  readonly #waiters: (() => void)[] = []

  constructor(loop: () => IOLoop, failure?: () => Error) {
    this.#loop = loop
    this.#failure = failure
  }

  wait(ms: number | undefined): boolean {
    const loop = this.#loop()
    const child = childGreenlet()
    const turn = wrap(() => {
      if (timer) loop.removeTimeout(timer)
      child.switch(true)
    })
    const giveUp = () => {
      this.#waiters.splice(this.#waiters.indexOf(turn), 1)
      if (this.#failure) child.throw(this.#failure())
      else child.switch(false)
    }
    const timer =
      ms === undefined ? undefined : loop.addTimeout(ms, giveUp)
    this.#waiters.push(turn)
    return parked(child) as boolean
  }

  /** The one who waits goes on for itself, not for who made room. */
  wake(): boolean {
    const turn = this.#waiters.shift()
    if (!turn) return false
    runWith(new NullContext(), () => this.#loop().addCallback(turn))
    return true
  }
}
