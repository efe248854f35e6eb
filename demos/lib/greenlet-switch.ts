/**
 * How the CPU goes from one greenlet to another, and who is told. A stack
 * that can be put aside is left by `yield`; plain code stays where it is
 * and drives the others until one of them switches back.
 */
import type { Greenlet } from 'greenlet'
import { GreenletError } from 'greenlet-errors'
import { received } from 'keywords'
import { reportSwitch } from 'os'

/** What goes over with a switch: arguments, or an error to raise there. */
export type Parcel = { args: unknown[] } | { error: unknown }

/** Functions that can be put aside; they yield where to go. */
export type Frames = Generator<Departure, unknown, unknown>
export type Step = IteratorResult<Departure, unknown>

/** Where a greenlet asks to go. */
export interface Departure {
  to: Greenlet
  parcel: Parcel
}

/** Called after each switch, in the greenlet that goes on. */
export type Tracer = (
  event: 'switch' | 'throw',
  between: [origin: Greenlet, target: Greenlet],
) => void

let current: Greenlet
/** The plain code that drives all others now. */
let home: Greenlet
let tracer: Tracer | null = null
let tracing = false

/** Makes this one, which runs already, the first of all. */
export function begin(main: Greenlet): void {
  main.stack.underway = true
  current = main
  home = main
}

/** The greenlet that runs now. */
export const getcurrent = (): Greenlet => current

/**
 * Has a function called after each switch with 'switch' or 'throw' and
 * `[origin, target]`; null ends that. Answers who was called before. An
 * error in it ends that too, and is raised in the target.
 */
export function settrace(next: Tracer | null): Tracer | null {
  const before = tracer
  tracer = next
  return before
}

/** Leaves the running greenlet; comes back with what is switched in. */
export function depart(departure: Departure): unknown {
  if (tracing) throw new GreenletError('a trace function cannot switch')
  if (current === departure.to) return open(announce(departure))
  const { suspendable } = current.stack
  const there = departure.to.stack.suspendable
  if (!there && !canBeEntered(departure.to, suspendable))
    throw new GreenletError(PLAIN)
  current.stack.leave()
  if (!suspendable) return travel(departure, current)
  if ($plainCaller()) throw new GreenletError(CANNOT_WAIT)
  return $frame(suspend(departure))
}

const PLAIN =
  'cannot switch: one of the two runs plain code, which cannot be put ' +
  'aside; only rewritten code can'
const CANNOT_WAIT =
  'plain code called switch() and cannot wait: a function that switches ' +
  'must be rewritten, and called by rewritten code'

function* suspend(departure: Departure): Frames {
  return yield departure
}

/** Lets a stack go on with what was switched or thrown in. */
export function advance(frames: Frames, parcel: Parcel): Step {
  if ('error' in parcel) return frames.throw(parcel.error)
  return frames.next(received(parcel.args))
}

/** Plain code further down the stack can't; home can be gone back to. */
const canBeEntered = (to: Greenlet, fromAside = true): boolean =>
  (to === home && fromAside) ||
  to.stack.suspendable ||
  !to.stack.underway

/** Follows departures until one leads home; what it brings is the answer. */
function travel(departure: Departure, here: Greenlet): unknown {
  const outer = home
  home = here
  let next = departure
  try {
    for (;;) {
      const parcel = announce(next)
      if (current === here) return open(parcel)
      next = proceed(parcel)
    }
  } finally {
    here.stack.comeBack()
    home = outer
  }
}

/** Has the main greenlet run a function, until that is over. */
export function driveMain(run: () => unknown): unknown {
  const main = current
  let next = main.become(run)
  do next = proceed(announce(next))
  while (!main.dead)
  return open(next.parcel)
}

/** Lets the running greenlet go on; answers where it goes then. */
function proceed(parcel: Parcel): Departure {
  const next = current.arrive(parcel)
  if (next.to.stack.suspendable || canBeEntered(next.to)) return next
  return { to: home, parcel: { error: new GreenletError(PLAIN) } }
}

/** From now on this greenlet is the running one. */
function announce({ to, parcel }: Departure): Parcel {
  const from = current
  current = to
  const how = 'error' in parcel ? 'throw' : 'switch'
  if (from !== to) {
    const stacks = { from: from.stack.names, to: to.stack.names }
    reportSwitch({ from: from.lane, to: to.lane }, how, stacks)
  }
  const error = tracer && errorOfTracing(tracer, how, [from, to])
  return error ?? parcel
}

/** Tells the tracer; an error in it ends the tracing, and goes over. */
function errorOfTracing(
  tell: Tracer,
  ...event: Parameters<Tracer>
): Parcel | undefined {
  tracing = true
  try {
    $run(tell(...event), 'a trace function')
    return undefined
  } catch (error) {
    tracer = null
    return { error }
  } finally {
    tracing = false
  }
}

function open(parcel: Parcel): unknown {
  if ('error' in parcel) throw parcel.error
  return received(parcel.args)
}
