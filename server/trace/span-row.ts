/** One row under construction: closed spans and the open one, which every event may end. */
import type { Position } from '../kernel/events.ts'
import type { Span } from './model.ts'

/** What a row is from now on. */
export type Draft = Pick<Span, 'state' | 'request' | 'label' | 'why'> & { at?: Position | undefined }

/** A row of spans without overlap; spans of no length aren't kept. */
export class SpanRow {
  readonly lane: string
  readonly #explain: (span: Span) => string
  readonly #closed: Span[] = []
  #open: Span | undefined

  /** `explain` says why a span waits for its turn; asked when it's over, since only then is it known. */
  constructor(lane: string, explain: (span: Span) => string = (span) => span.why) {
    this.lane = lane
    this.#explain = explain
  }

  /** From `t` on the row is this; undefined: nothing at all. */
  become(t: number, draft: Draft | undefined): void {
    if (this.#open && draft && same(this.#open, draft)) return
    this.#close(t)
    if (!draft) return
    const last = this.#closed.at(-1)
    if (last && last.to === t && same(last, draft)) {
      this.#open = this.#closed.pop()
      return
    }
    const { at, ...rest } = draft
    this.#open = { lane: this.lane, from: t, to: t, ...rest, ...(at && { at }) }
  }

  /** The line that the open span is about, if none was known when it began. */
  locate(at: Position): void {
    if (this.#open && !this.#open.at) this.#open.at = at
  }

  /** All spans; the open one ends at `now`. */
  spans(now: number): Span[] {
    if (!this.#open || now <= this.#open.from) return this.#closed.slice()
    return [...this.#closed, this.#finished(this.#open, now)]
  }

  #close(t: number): void {
    if (this.#open && t > this.#open.from) this.#closed.push(this.#finished(this.#open, t))
    this.#open = undefined
  }

  #finished(span: Span, to: number): Span {
    const done = { ...span, to }
    return done.state === 'turn' ? { ...done, why: this.#explain(done) } : done
  }
}

/** Reasons of a wait for one's turn are written when it ends, so they don't tell two waits apart. */
function same(span: Span, draft: Draft): boolean {
  return (
    span.state === draft.state &&
    span.request === draft.request &&
    span.label === draft.label &&
    (span.state === 'turn' || span.why === draft.why)
  )
}
