/**
 * Greenlets: the one that its thread stands in shows what the thread does; the others are parked and wait as
 * their request does.
 */
import type { Position, TraceEvent } from '../kernel/events.ts'
import type { RequestLives } from './request-lives.ts'
import { type Draft, SpanRow } from './span-row.ts'

type Switch = TraceEvent & { kind: 'switch' }

interface Greenlet {
  row: SpanRow
  /** Whom it works for; undefined until it has run. */
  request: number | undefined
  closed: boolean
}

/** The rows of all greenlets. */
export class GreenletLanes {
  readonly #greenlets = new Map<string, Greenlet>()
  /** Which greenlet each thread stands in, by thread. */
  readonly #current = new Map<string, string>()
  readonly #requests: RequestLives

  constructor(requests: RequestLives) {
    this.#requests = requests
  }

  /** A greenlet is made; it's parked until somebody switches to it, unless that has been said already. */
  open(t: number, id: string, request: number): void {
    const greenlet = this.#greenlet(id)
    if (this.threadRunning(id) === undefined) this.#park(t, greenlet, request)
  }

  /** A greenlet is over. */
  close(t: number, id: string): void {
    const greenlet = this.#greenlet(id)
    greenlet.closed = true
    greenlet.row.become(t, undefined)
  }

  /** The thread goes from one greenlet to another; returns whom the other works for. */
  switch(t: number, thread: { id: string; request: number }, event: Switch): number {
    this.#current.set(thread.id, event.to)
    if (isGreenlet(event.from)) {
      const left = this.#greenlet(event.from)
      left.request ??= thread.request
      this.#park(t, left, left.request)
    }
    // Who is new works for whoever switched to it.
    return (isGreenlet(event.to) ? this.#greenlet(event.to).request : undefined) ?? event.request
  }

  /** The thread does this: so does the greenlet it stands in. */
  mirror(t: number, thread: string, request: number, draft: Draft | undefined): void {
    const id = this.#current.get(thread)
    if (!id || !isGreenlet(id)) return
    const greenlet = this.#greenlet(id)
    greenlet.request = request
    if (!greenlet.closed) greenlet.row.become(t, draft)
  }

  /** Requests changed their state: so do the greenlets parked for them. */
  refresh(t: number, changed: number[]): void {
    if (changed.length === 0) return
    const standing = new Set(this.#current.values())
    for (const [id, greenlet] of this.#greenlets) {
      if (greenlet.request === undefined || standing.has(id) || !changed.includes(greenlet.request)) continue
      this.#park(t, greenlet, greenlet.request)
    }
  }

  /** The line on which the greenlet stands that this thread is in. */
  locate(thread: string, at: Position): void {
    this.#greenlets.get(this.#current.get(thread) ?? '')?.row.locate(at)
  }

  /** The thread that stands in this greenlet. */
  threadRunning(id: string): string | undefined {
    for (const [thread, current] of this.#current) if (current === id) return thread
    return undefined
  }

  /** The row of a greenlet; undefined for other lanes. */
  row(id: string): SpanRow | undefined {
    return this.#greenlets.get(id)?.row
  }

  #greenlet(id: string): Greenlet {
    let greenlet = this.#greenlets.get(id)
    if (!greenlet) {
      greenlet = { row: new SpanRow(id), request: undefined, closed: false }
      this.#greenlets.set(id, greenlet)
    }
    return greenlet
  }

  #park(t: number, greenlet: Greenlet, request: number): void {
    if (greenlet.closed) return
    const waits = this.#requests.stateOf(request)
    const label = request > 0 ? `#${request}` : ''
    if (waits === 'answer') {
      greenlet.row.become(t, { state: 'answer', request, label, why: 'parked until the answer is there' })
    } else if (waits === undefined) {
      greenlet.row.become(t, { state: 'idle', request, label: '', why: 'parked, has nothing to do' })
    } else
      greenlet.row.become(t, { state: 'turn', request, label, why: 'parked, the loop will come back to it' })
  }
}

function isGreenlet(lane: string): boolean {
  return lane.startsWith('greenlet:')
}
