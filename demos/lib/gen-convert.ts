/** Makes yield points of all that a generator may yield. */
import { Future } from 'future'
import { YieldFuture } from 'gen-future'
import { moment, NextTurn } from 'gen-moment'
import {
  type Collection,
  isCollection,
  shapedAs,
  toFuture,
} from 'gen-multi'
import { type Waiter, YieldPoint } from 'gen-yield-points'

/** What a runner waits for when this was yielded; or BadYieldError. */
export function toYieldPoint(yielded: unknown): YieldPoint {
  if (yielded instanceof Future) return new YieldFuture(yielded)
  if (yielded instanceof YieldPoint) return yielded
  if (yielded === moment) return new NextTurn()
  if (isCollection(yielded)) return new Multi(yielded)
  return new YieldFuture(toFuture(yielded))
}

/**
 * Starts everything in a list (Tornado 2.4.1) or a dictionary (3.0), and
 * waits for all of it; results come in the same order, by the same names.
 * The first error is raised; nobody asks those behind it.
 */
class Multi extends YieldPoint {
  readonly #collection: Collection
  readonly #children: YieldPoint[]

  constructor(collection: Collection) {
    super()
    this.#collection = collection
    this.#children = Object.values(collection).map(toYieldPoint)
  }

  start(runner: Waiter): void {
    for (const child of this.#children) child.start(runner)
  }

  isReady(): boolean {
    return this.#children.every((child) => child.isReady())
  }

  getResult(): unknown {
    const results = this.#children.map((child) => child.getResult())
    return shapedAs(this.#collection, results)
  }
}
