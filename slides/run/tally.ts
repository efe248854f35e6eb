/** The line under the picture while a run goes on: how many have been answered, and after how long. */
import type { TraceEvent } from '../../server/kernel/events.ts'

/** Counts over the events seen so far; times in µs. `errors`: those of the answered with another status than 200. */
export interface Tally {
  /** Whether a person ended the run. */
  stopped: boolean
  sent: number
  answered: number
  errors: number
  failed: number
  firstSent: number
  lastAnswered: number
}

/** Before the first event. */
export const EMPTY_TALLY: Tally = {
  stopped: false,
  sent: 0,
  answered: 0,
  errors: 0,
  failed: 0,
  firstSent: 0,
  lastAnswered: 0,
}

/** The tally after more events. */
export function addToTally(tally: Tally, events: readonly TraceEvent[]): Tally {
  return events.reduce(count, tally)
}

function count(tally: Tally, event: TraceEvent): Tally {
  if (event.kind === 'request-sent') {
    return { ...tally, sent: tally.sent + 1, firstSent: tally.sent === 0 ? event.t : tally.firstSent }
  }
  if (event.kind === 'run-end') return { ...tally, stopped: event.reason === 'stopped' }
  if (event.kind === 'request-failed') return { ...tally, failed: tally.failed + 1 }
  if (event.kind !== 'request-answered') return tally
  return {
    ...tally,
    answered: tally.answered + 1,
    errors: tally.errors + (event.status === 200 ? 0 : 1),
    lastAnswered: event.t,
  }
}

/** What a person reads: `8 of 8 answered, the last after 1.61 s`; nothing before anybody has asked. */
export function tallySentence(tally: Tally): string {
  // An open run always ends so; it's worth saying if somebody was still waiting.
  const isOver = tally.sent > 0 && tally.answered + tally.failed === tally.sent
  if (tally.stopped && !isOver) return `Stopped: ${countSentence(tally) || 'nobody had asked'}`
  return countSentence(tally)
}

function countSentence(tally: Tally): string {
  if (tally.sent === 0) return ''
  const errors = tally.errors > 0 ? `, ${tally.errors} with an error` : ''
  const failed = tally.failed > 0 ? `, ${tally.failed} failed` : ''
  const answered = `${tally.answered} of ${tally.sent} answered`
  if (tally.answered === 0) return `${answered}${failed}`
  return `${answered}${errors}${failed}, the last after ${duration(tally.lastAnswered - tally.firstSent)}`
}

/** µs as a person says it: `3 ms`, `1.61 s`. */
export function duration(us: number): string {
  const ms = us / 1000
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`
}
