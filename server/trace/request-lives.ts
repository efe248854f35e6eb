/**
 * The life of each request, as its client sees it: running while a thread works for it, waiting for an
 * answer while the database, a sleep or the program itself has put it aside, and else waiting for its turn.
 */
import type { Position, TraceEvent } from '../kernel/events.ts'
import { type Request, STATES, type Standing, type State } from './model.ts'
import type { Positions } from './positions.ts'
import type { Serving } from './serving.ts'
import { type Draft, SpanRow } from './span-row.ts'

/** What a request waits for: the words in the picture, and those on hover. */
interface Wait {
  label: string
  why: string
}

/** Why a request waits that lies in the kernel of the server. */
const UNREAD = 'no one has read it yet'

interface Life {
  request: number
  row: SpanRow
  /** Set once the client has sent it. */
  known?: Omit<Request, 'latency' | 'time' | 'spans'>
  /** The finished request, built once. */
  done?: Request
  state: State | undefined
  /** The thread that has worked for it last. */
  worker: string | undefined
  running: Set<string>
  waits: Map<string, Wait>
}

/** Who makes a request wait that the program has put aside, and what for. */
const PROGRAM = 'program'
const PARKED: Wait = { label: 'something to happen', why: 'the program has put it aside' }

/** All requests; threads and commands say who works or waits for which, `settle` draws the conclusion. */
export class RequestLives {
  readonly #lives = new Map<number, Life>()
  readonly #changed = new Set<Life>()
  /** Begun, and nobody works for them or makes them wait. */
  readonly #loose = new Set<Life>()
  readonly #positions: Positions
  readonly #serving: Serving

  constructor(positions: Positions, serving: Serving) {
    this.#positions = positions
    this.#serving = serving
  }

  /** Takes in what a client's lane says. */
  add(event: TraceEvent, t: number): void {
    if (event.kind === 'request-sent') {
      const { request, lane, label } = event
      this.#life(request).known = { request, lane, label, sent: t, outcome: 'open' }
    } else if (event.kind === 'request-arrived') this.#merge(event.request, { arrived: t })
    else if (event.kind === 'request-answered')
      this.#merge(event.request, { ended: t, outcome: 'answered', status: event.status })
    else if (event.kind === 'request-failed')
      this.#merge(event.request, { ended: t, outcome: 'failed', why: event.why })
  }

  /** The thread `who` works for the request from now on. */
  run(request: number, who: string): void {
    const life = this.#life(request)
    life.worker = who
    life.running.add(who)
    life.waits.delete(PROGRAM)
    this.#loose.delete(life)
  }

  /** `who` (a thread or a command) makes the request wait for an answer from now on. */
  wait(request: number, who: string, wait: Wait): void {
    const life = this.#life(request)
    life.waits.set(who, wait)
    this.#loose.delete(life)
  }

  /** `who` neither works for the request nor makes it wait any more. */
  release(request: number, who: string): void {
    const life = this.#life(request)
    life.running.delete(who)
    life.waits.delete(who)
    const isLoose = life.worker !== undefined && life.running.size + life.waits.size === 0
    if (isLoose) this.#loose.add(life)
  }

  /** The thread has nothing to do: whatever it has begun and not finished waits for something to happen. */
  park(who: string): void {
    for (const life of this.#loose) {
      if (life.worker === who) this.wait(life.request, PROGRAM, PARKED)
    }
  }

  /** The line on which the request now stands. */
  locate(request: number, at: Position): void {
    this.#lives.get(request)?.row.locate(at)
  }

  /** Draws the conclusion of everything said at `t`; returns the requests whose state changed. */
  settle(t: number): number[] {
    const changed: number[] = []
    for (const life of this.#changed) {
      const draft = this.#draft(life)
      if (draft?.state !== life.state) changed.push(life.request)
      life.state = draft?.state
      life.row.become(t, draft)
      if (life.known?.ended !== undefined) life.done ??= finished(life.known, life.row, t)
    }
    this.#changed.clear()
    return changed
  }

  /** What the request is doing; undefined before it is sent and when it's over. */
  stateOf(request: number): State | undefined {
    return this.#lives.get(request)?.state
  }

  /** All requests that were sent, by number; open ones last until `now`. */
  requests(now: number): Request[] {
    const all = [...this.#lives.values()].flatMap(({ known, done, row }) =>
      known ? [done ?? finished(known, row, now)] : [],
    )
    return all.sort((a, b) => a.request - b.request)
  }

  #life(request: number): Life {
    let life = this.#lives.get(request)
    if (!life) {
      const row = new SpanRow(
        '',
        ({ from, to, why }) => this.#serving.blame(request, from, to, why === UNREAD) ?? why,
      )
      life = { request, row, state: undefined, worker: undefined, running: new Set(), waits: new Map() }
      this.#lives.set(request, life)
    }
    this.#changed.add(life)
    return life
  }

  #merge(request: number, news: Partial<Request>): void {
    const life = this.#life(request)
    if (life.known && life.known.ended === undefined) Object.assign(life.known, news)
    if (news.ended !== undefined) this.#loose.delete(life)
  }

  #draft(life: Life): Draft | undefined {
    if (!life.known || life.known.ended !== undefined) return undefined
    const { request } = life
    const at = this.#positions.latest(request)
    if (life.running.size > 0)
      return { state: 'running', request, label: `#${request}`, why: 'has the CPU', at }
    const wait: Wait | undefined = life.waits.values().next().value
    if (wait) return { state: 'answer', request, ...wait, at }
    const why = life.worker !== undefined ? 'the server is about to go on with it' : UNREAD
    return { state: 'turn', request, label: 'waits for its turn', why, at }
  }
}

/** The requests that are open at `t`, by number. */
export function requestsAt(requests: readonly Request[], positions: Positions, t: number): Standing[] {
  return requests.flatMap((request) => {
    const span = request.spans.find(({ from, to }) => from <= t && t < to)
    if (!span) return []
    const at = positions.at(request.request, t)
    return [{ request: request.request, state: span.state, ...(at && { at }) }]
  })
}

function finished(known: NonNullable<Life['known']>, row: SpanRow, now: number): Request {
  const spans = row.spans(now).map((span) => ({ ...span, lane: known.lane }))
  const time = Object.fromEntries(STATES.map((state) => [state, 0])) as Record<State, number>
  for (const span of spans) time[span.state] += span.to - span.from
  return { ...known, latency: (known.ended ?? now) - known.sent, time, spans }
}
