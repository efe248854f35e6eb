/** Where each request stood in the source, over time; a line that isn't known is never guessed. */
import type { Position, TraceEvent } from '../kernel/events.ts'

interface Step {
  t: number
  at: Position
}

/** The lines of every request, in order. */
export class Positions {
  readonly #steps = new Map<number, Step[]>()

  /** Notes the line of a `line` or `block` event; returns it, if the event has one. */
  add(event: TraceEvent, t: number): Position | undefined {
    if ((event.kind !== 'line' && event.kind !== 'block') || !event.at || event.request === 0)
      return undefined
    const steps = this.#steps.get(event.request)
    if (steps) steps.push({ t, at: event.at })
    else this.#steps.set(event.request, [{ t, at: event.at }])
    return event.at
  }

  /** The last known line of the request. */
  latest(request: number): Position | undefined {
    return this.#steps.get(request)?.at(-1)?.at
  }

  /** The line on which the request stood at `t`. */
  at(request: number, t: number): Position | undefined {
    const steps = this.#steps.get(request) ?? []
    let low = 0
    let high = steps.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (steps[middle]!.t <= t) low = middle + 1
      else high = middle
    }
    return steps[low - 1]?.at
  }
}
