/** A greenlet's stack: while it waits, its functions lie on the heap. */
import { context } from 'context'
import {
  advance,
  type Frames,
  type Parcel,
  type Step,
} from 'greenlet-switch'
import { called } from 'keywords'
import { stack } from 'os'

/** The part of a greenlet that is put aside and brought back. */
export class GreenletStack {
  /** The functions it stands in while it waits, as JSON. */
  names = '[]'
  /** Whether its first function was called. */
  underway = false
  /** Whether it can be put aside: rewritten code can, plain code can't. */
  suspendable = false
  #frames: Frames | undefined
  #request = 0

  /** Leaves the CPU, and takes its request along. */
  leave(): void {
    this.#request = context.request
    this.names = stack()
  }

  /** Is back on the CPU, on behalf of the request that it left with. */
  comeBack(): void {
    context.request = this.#request
  }

  /** Calls its first function. */
  begin(run: (...args: never[]) => unknown, args: unknown[]): Step {
    this.underway = true
    const begun = run(...(called(args) as never[]))
    if (!isFrames(begun)) return { done: true, value: begun }
    this.#frames = begun
    this.suspendable = true
    return advance(begun, { args: [] })
  }

  /** Goes on where it waits, with what was switched or thrown in. */
  goOn(parcel: Parcel): Step {
    context.request = this.#request
    return advance(this.#frames as Frames, parcel)
  }
}

/** What is done when a switch has come back. */
export function afterwards(
  waiting: unknown,
  then: () => void,
): unknown {
  return isFrames(waiting) ? $frame(before(waiting, then)) : then()
}

function* before(waiting: Frames, then: () => void): Frames {
  try {
    return yield* waiting
  } finally {
    then()
  }
}

/** Whether a call gave back functions that wait. */
function isFrames(value: unknown): value is Frames {
  return (value as { $g?: unknown } | undefined)?.$g !== undefined
}
