/** One run as one JSON object: what scripts, benchmarks and tests read. */
import { createHash } from 'node:crypto'
import { demoNamed } from '../../demos.ts'
import type { TraceEvent } from '../../kernel/events.ts'
import type { RuntimeName } from '../../run.ts'
import type { Claim } from '../../trace/claim.ts'
import { encodeText } from '../../trace/codec.ts'
import { failureOf } from '../../trace/failure.ts'
import { type Statistics, statistics } from '../../trace/statistics.ts'

/** What became of one claim; `seen` says what was seen instead if it didn't hold. */
export interface CheckedClaim {
  name: string
  sentence: string
  holds: boolean
  seen?: string
}

export interface Summary {
  [figure: string]: unknown
  claims: CheckedClaim[]
  /** Why the run failed, if it did. */
  error?: string
}

/** The summary of a run, and whether everything about it is well. */
export function summarize(
  events: readonly TraceEvent[],
  runtime: RuntimeName,
  edit: string | undefined,
): { summary: Summary; well: boolean } {
  const figures = statistics(events)
  const promised = claimsFor(figures, runtime, edit)
  const claims = promised.map((claim) => checked(claim, figures))
  const error = errorOf(events)
  const { threads, printed, answers, ended_message, ...rest } = figures
  const summary: Summary = {
    ...rest,
    [runtime === 'node' ? 'os_threads' : 'guest_threads']: threads,
    trace_sha256: createHash('sha256')
      .update(encodeText(events, { anonymous: true }))
      .digest('hex'),
    claims,
    ...(error === undefined ? {} : { error }),
  }
  const ended =
    ['answered', 'returned', 'stopped'].includes(figures.ended) || promised.some(({ endsBadly }) => endsBadly)
  return { summary, well: ended && claims.every(({ holds }) => holds) }
}

/** Why the run ended badly, with the place; undefined if it didn't. */
function errorOf(events: readonly TraceEvent[]): string | undefined {
  const end = events.at(-1)
  if (end?.kind !== 'run-end') return 'the run has no end'
  const failure = end.message === undefined ? undefined : failureOf(events)
  if (!failure?.at) return failure?.message
  const { file, line, column } = failure.at
  return `${file}:${line}:${column}: ${failure.message}`
}

function claimsFor(figures: Statistics, runtime: RuntimeName, edit: string | undefined): Claim[] {
  const demo = demoNamed(figures.demo)
  const edited = demo?.edits.find(({ name }) => name === edit)
  const claims = edited?.claims ?? demo?.claims[figures.style] ?? []
  return claims.filter(({ binds }) => binds === 'everywhere' || runtime === 'simulated')
}

function checked(claim: Claim, figures: Statistics): CheckedClaim {
  const outcome = claim.check(figures)
  const { name, sentence } = claim
  return outcome === true ? { name, sentence, holds: true } : { name, sentence, holds: false, seen: outcome }
}
