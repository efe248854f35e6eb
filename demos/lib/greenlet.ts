/**
 * Greenlets: functions with a stack of their own, kept on the heap while
 * they wait. One runs at a time, and only `switch` changes which.
 */
import { context } from 'context'
import { report, reportSwitch, stack } from 'os'

/** What goes over with a switch: a value, or an error to raise there. */
type Parcel = { value: unknown } | { error: unknown }

/** Where a greenlet asks to go. */
interface Departure {
  to: Greenlet
  parcel: Parcel
}

type Stack = Generator<Departure, unknown, unknown>

let lastId = -1

export class Greenlet {
  readonly id: number
  /** Who goes on when this one is over. */
  parent: Greenlet | undefined
  dead = false
  /** The functions it stands in while it waits, as JSON. */
  frames = '[]'
  #run: ((value: unknown) => unknown) | undefined
  #stack: Stack | undefined
  #request = 0

  constructor(run?: (value: unknown) => unknown, parent?: Greenlet) {
    lastId += 1
    this.id = lastId
    this.#run = run
    this.parent = parent ?? current
  }

  /** Goes there; comes back with what somebody switches in. */
  switch(value?: unknown): unknown {
    return depart({ to: this, parcel: { value } })
  }

  /** Goes there, raising an error at the place where it waits. */
  throw(error: unknown): unknown {
    return depart({ to: this, parcel: { error } })
  }

  /** Gives the main greenlet, which is there before it, its program. */
  become(run: () => unknown): void {
    this.#run = run
  }

  get lane(): string {
    return `greenlet:${this.id}`
  }

  /** Whether it runs on a stack that can be put aside. */
  get suspendable(): boolean {
    return this.#stack !== undefined
  }

  /** Leaves the CPU, and takes its request along. */
  leave(): void {
    this.#request = context.request
    this.frames = stack()
  }

  /** Has the CPU: runs until it departs or is over. */
  arrive(parcel: Parcel): Departure {
    try {
      const step = this.#step(parcel)
      return step.done ? this.#end({ value: step.value }) : step.value
    } catch (error) {
      return this.#end({ error })
    }
  }

  #step(parcel: Parcel): IteratorResult<Departure, unknown> {
    if (!this.#stack) return this.#begin(parcel)
    context.request = this.#request
    if ('error' in parcel) return this.#stack.throw(parcel.error)
    return this.#stack.next(parcel.value)
  }

  #begin(parcel: Parcel): IteratorResult<Departure, unknown> {
    if ('error' in parcel) throw parcel.error
    const kind = { kind: 'lane-open', lanes: 'greenlet' }
    report(this.lane, { ...kind, name: `greenlet ${this.id}` })
    const begun = this.#run?.(parcel.value)
    if (!isStack(begun)) return { done: true, value: begun }
    this.#stack = begun
    return begun.next()
  }

  #end(parcel: Parcel): Departure {
    this.dead = true
    report(this.lane, { kind: 'lane-close' })
    return { to: this.parent ?? this, parcel }
  }
}

function isStack(value: unknown): value is Stack {
  return (value as { $g?: unknown } | undefined)?.$g !== undefined
}

let current: Greenlet | undefined
/** The greenlet that is there from the beginning; it has no parent. */
const main = new Greenlet()
current = main

/** The greenlet that runs now. */
export function getcurrent(): Greenlet {
  return current ?? main
}

/**
 * Leaves the running greenlet. If its stack can be put aside, whoever
 * drives it takes it from here; plain code drives the others itself.
 */
function depart(departure: Departure): unknown {
  const here = getcurrent()
  here.leave()
  if (here.suspendable) return $frame(suspend(departure))
  return travel(departure, here)
}

function* suspend(
  departure: Departure,
): Generator<Departure, unknown, unknown> {
  return yield departure
}

/** Follows departures until one leads home; what it brings is the answer. */
function travel(departure: Departure, home: Greenlet): unknown {
  let { to, parcel } = departure
  for (;;) {
    to = nearestAlive(to)
    announce(to, parcel)
    if (to === home) break
    const next = to.arrive(parcel)
    to = next.to
    parcel = next.parcel
  }
  return open(parcel)
}

/** The main greenlet of a program of greenlets is travelled to as well. */
export function runMain(run: () => unknown): unknown {
  main.become(run)
  let next: Departure = { to: main, parcel: { value: undefined } }
  while (!main.dead) {
    const to = nearestAlive(next.to)
    announce(to, next.parcel)
    next = to.arrive(next.parcel)
  }
  return open(next.parcel)
}

function nearestAlive(greenlet: Greenlet): Greenlet {
  let found = greenlet
  while (found.dead && found.parent) found = found.parent
  return found
}

/** From now on this greenlet is the running one. */
function announce(to: Greenlet, parcel: Parcel): void {
  const from = getcurrent()
  current = to
  if (from === to) return
  const how = 'error' in parcel ? 'throw' : 'switch'
  const stacks = { from: from.frames, to: to.frames }
  reportSwitch({ from: from.lane, to: to.lane }, how, stacks)
}

function open(parcel: Parcel): unknown {
  if ('error' in parcel) throw parcel.error
  return parcel.value
}
