/**
 * Time in the picture counts from the first request: how long a server takes to start depends on the machine
 * and would push what matters to the edge. A picture without clients is about what a program does by itself:
 * there, time counts from when the program begins to run.
 */
import type { TraceEvent } from '../../server/kernel/events.ts'

/** Holds events back until somebody asks; what came before then happened at 0. */
export class Origin {
  #origin: number | undefined
  #held: TraceEvent[] = []
  readonly #first: TraceEvent['kind']

  /** `clients`: whether the picture shows them. */
  constructor({ clients }: { clients: boolean }) {
    this.#first = clients ? 'request-sent' : 'run'
  }

  /** Whether nothing has happened yet from which time could count. */
  get isWaiting(): boolean {
    return this.#origin === undefined
  }

  /** Takes the next events and returns those that can be shown, with their new times (µs). */
  take(events: readonly TraceEvent[]): TraceEvent[] {
    this.#held.push(...events)
    this.#origin ??= this.#held.find(({ kind }) => kind === this.#first)?.t
    return this.#origin === undefined ? [] : this.#release(this.#origin)
  }

  /** Nothing will be added: returns what is still held. If it never began, times are as they were. */
  end(): TraceEvent[] {
    return this.#release(this.#origin ?? 0)
  }

  #release(origin: number): TraceEvent[] {
    const released = this.#held.map((event) => ({ ...event, t: Math.max(0, event.t - origin) }))
    this.#held = []
    return released
  }
}
