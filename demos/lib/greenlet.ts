/**
 * Greenlets: functions with a stack of their own, kept on the heap while
 * they wait. One runs at a time, and only a switch changes which.
 */
import {
  AttributeError,
  GreenletError,
  GreenletExit,
  notAGreenlet,
  raisable,
  ValueError,
} from 'greenlet-errors'
import { afterwards, GreenletStack } from 'greenlet-stack'
import {
  begin,
  type Departure,
  depart,
  driveMain,
  getcurrent,
  type Parcel,
  type Step,
  settrace,
} from 'greenlet-switch'
import { report } from 'os'

export {
  driveMain as runMain,
  GreenletError,
  GreenletExit,
  getcurrent,
  settrace,
}

type Run = (...args: never[]) => unknown

let lastId = -1

/**
 * A function that can be left in the middle and entered again (greenlet
 * 2.0.2). Its parent gets what it returns or throws. Python's `bool(g)` is
 * `active` here, and `kill()` stands for dropping the last reference.
 * Throws GreenletError where plain code would have to be put aside.
 *
 * ```ts greenlets
 * import { Greenlet, getcurrent } from 'greenlet'
 *
 * export function main() {
 *   const main = getcurrent()
 *   const child = new Greenlet((a: number) => {
 *     const b = main.switch(a + 1) as number
 *     return a + b
 *   })
 *   const a = child.switch(1) as number
 *   console.log(a, child.switch(40), child.dead) // 2 41 true
 * }
 * ```
 */
export class Greenlet {
  readonly id: number
  /** Its row on the timeline. */
  readonly lane: string
  readonly stack = new GreenletStack()
  /** What it calls, until it is started. */
  declare run?: Run
  #state: 'new' | 'started' | 'dead' = 'new'
  #parent: Greenlet | undefined

  constructor(run?: Run | null, parent?: Greenlet | null) {
    lastId += 1
    this.id = lastId
    this.lane = `greenlet:${lastId}`
    if (run) this.run = run
    this.#parent = getcurrent()
    if (parent) this.parent = parent
    // The first of all is the one that runs already.
    if (!getcurrent()) this.#state = 'started'
  }

  /**
   * Goes there; comes back with what somebody switches in: no argument
   * `[]`, one as it is, several an array (see `keywords`). The first
   * switch calls the function with the arguments.
   */
  switch(...args: unknown[]): unknown {
    const to = this.#state === 'started' ? this : this.#target()
    return depart({ to, parcel: { args } })
  }

  /** Goes there, raising an error (or a class of errors) where it waits. */
  throw(error: unknown = new GreenletExit()): unknown {
    const raised = raisable(error)
    const over =
      this.#state === 'dead' && raised instanceof GreenletExit
    const parcel = over ? { args: [raised] } : { error: raised }
    return depart({ to: this.#target(), parcel })
  }

  /**
   * Raises GreenletExit in it and comes back here, whatever its parent
   * is, as when Python drops the last reference to a greenlet.
   */
  kill(): unknown {
    const here = getcurrent()
    if (!this.active || this === here) return undefined
    const parent = this.#parent
    this.#parent = here
    return afterwards(this.throw(), () => {
      this.#parent = parent
    })
  }

  /** Whether it was started and is not over: Python's `bool(g)`. */
  get active(): boolean {
    return this.#state === 'started'
  }

  get started(): boolean {
    return this.#state !== 'new'
  }

  get dead(): boolean {
    return this.#state === 'dead'
  }

  /** Who goes on when this one is over; null for the main greenlet. */
  get parent(): Greenlet | null {
    return this.#parent ?? null
  }

  set parent(parent: unknown) {
    if (this === main)
      throw new AttributeError(
        'cannot set the parent of a main greenlet',
      )
    if (!(parent instanceof Greenlet)) throw notAGreenlet(parent)
    if (parent.#descendsFrom(this))
      throw new ValueError('cyclic parent chain')
    this.#parent = parent
  }

  /** Greenlets live and die in one thread, and so does their memory. */
  toJSON(): never {
    throw new GreenletError('cannot switch to a different thread')
  }

  /** The main greenlet of a program of greenlets has a function too. */
  become(run: Run): Departure {
    this.run = run
    this.#state = 'new'
    return { to: this, parcel: { args: [] } }
  }

  /** Has the CPU: runs until it departs or is over. */
  arrive(parcel: Parcel): Departure {
    try {
      const { suspendable } = this.stack
      const step = suspendable
        ? this.stack.goOn(parcel)
        : this.#begin(parcel)
      return step.done ? this.#end({ args: [step.value] }) : step.value
    } catch (error) {
      const exit = error instanceof GreenletExit && this.#parent
      return this.#end(exit ? { args: [error] } : { error })
    }
  }

  #begin(parcel: Parcel): Step {
    const run = this.run as Run
    Reflect.deleteProperty(this, 'run')
    this.#state = 'started'
    const kind = { kind: 'lane-open', lanes: 'greenlet' }
    report(this.lane, { ...kind, name: `greenlet ${this.id}` })
    if ('error' in parcel) throw parcel.error
    return this.stack.begin(run.bind(this), parcel.args)
  }

  /** Its parent gets what came out, or whoever goes on in its place. */
  #end(parcel: Parcel): Departure {
    this.#state = 'dead'
    report(this.lane, { kind: 'lane-close' })
    let result = parcel
    for (let to = this.#parent; to; to = to.#parent) {
      try {
        return { to: to.#target(), parcel: result }
      } catch (error) {
        result = { error }
      }
    }
    return { to: this, parcel: result }
  }

  /** Who goes on: itself, or its nearest parent that is not over. */
  #target(): Greenlet {
    let found: Greenlet = this
    while (found.#state === 'dead' && found.#parent)
      found = found.#parent
    if (found.#state === 'new' && !found.run)
      throw new AttributeError('run')
    return found
  }

  #descendsFrom(other: Greenlet): boolean {
    let one: Greenlet | undefined = this
    while (one && one !== other) one = one.#parent
    return one === other
  }
}

/** The greenlet that is there from the beginning; it has no parent. */
const main = new Greenlet()
begin(main)
