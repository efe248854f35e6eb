/**
 * Greenlets: the one that its thread stands in shows what the thread does; the others are parked and wait as
 * their request does.
 */
import type { Position } from '../kernel/events.ts'
import type { RequestLives } from './request-lives.ts'
import { type Draft, SpanRow } from './span-row.ts'

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

  /** A greenlet is made; it's parked until somebody switches to it. */
  open(t: number, id: string, request: number): void {
    this.#park(t, this.#greenlet(id), request)
  }

  /** A greenlet is over. */
  close(t: number, id: string): void {
    const greenlet = this.#greenlet(id)
    greenlet.closed = true
    greenlet.row.become(t, undefined)
  }

  /** The thread goes from one greenlet to another; returns whom the other works for, `request` if it's new. */
  switch(t: number, thread: string, from: string, to: string, request: number): number {
    const target = isGreenlet(to) ? this.#greenlet(to) : undefined
    this.#current.set(thread, to)
    if (isGreenlet(from)) this.#park(t, this.#greenlet(from), this.#greenlet(from).request ?? 0)
    return target ? (target.request ?? request) : request
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
