/** Who was answered, with what and after how long: figures of one run, of its own clients' requests only. */
import type { TraceEvent } from '../kernel/events.ts'

/** One answer. */
export interface AnsweredRequest {
  request: number
  status: number
  /** Of the body. */
  bytes: number
  /** From sent to answered, ms. */
  ms: number
}

/** Times in ms, with three decimals. */
export interface AnswerFigures {
  /** In the order in which they came. */
  answers: AnsweredRequest[]
  /** Requests answered with status 200, and all others that were sent. */
  ok: number
  failed: number
  /** Requests sent that never had an answer: given up, cut off, or open when the run ended. */
  unanswered: number
  /** First request sent to last answer, ms. */
  makespan_ms: number
  /** Nearest rank over the latencies of answered requests, and the longest of them; 0 if none. */
  p50_ms: number
  p95_ms: number
  max_ms: number
}

/** `own` is how many requests the run's clients send: those of visitors come after them and aren't counted. */
export function answerFigures(events: readonly TraceEvent[], own: number): AnswerFigures {
  const sent = new Map<number, number>()
  const answers: AnsweredRequest[] = []
  let last: number | undefined
  for (const event of events) {
    const { request, t } = event
    if (request > own) continue
    if (event.kind === 'request-sent') sent.set(request, t)
    if (event.kind !== 'request-answered') continue
    answers.push({ request, status: event.status, bytes: event.bytes, ms: ms(t - (sent.get(request) ?? t)) })
    last = t
  }
  const first = sent.values().next().value ?? last
  return {
    answers,
    ...counts(answers, sent.size),
    makespan_ms: last === undefined ? 0 : ms(last - first!),
    ...latencies(answers),
  }
}

/** The value that `share` (0..1) of the sorted values don't exceed, by nearest rank; 0 if there is none. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
}

function counts(answers: readonly AnsweredRequest[], sent: number) {
  const ok = answers.filter(({ status }) => status === 200).length
  return { ok, failed: sent - ok, unanswered: sent - answers.length }
}

function latencies(answers: readonly AnsweredRequest[]) {
  const sorted = answers.map(({ ms }) => ms).sort((a, b) => a - b)
  return { p50_ms: percentile(sorted, 0.5), p95_ms: percentile(sorted, 0.95), max_ms: sorted.at(-1) ?? 0 }
}

function ms(microseconds: number): number {
  return Math.round(microseconds) / 1000
}
