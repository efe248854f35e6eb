/** Claims about how long everybody waits. */
import type { Claim } from '../claim.ts'
import type { Statistics } from '../statistics.ts'
import { everyoneAnswered } from './everyone-answered.ts'
import { count } from './words.ts'

/** Slack for what isn't waiting for the database: the program's own work, ms. */
const SLACK_MS = 20

/** Each request was answered within so many times the latency. */
export function answeredWithin(latencies: number): Claim {
  return {
    name: 'answeredWithin',
    sentence: `Everyone is answered within ${latencies} × the latency.`,
    binds: 'virtual time',
    check: (run) =>
      everyoneAnswered(
        run,
        () => run.max_ms <= latencies * run.latency_ms || `the slowest answer took ${run.max_ms} ms`,
      ),
  }
}

/** The same for a real clock: the whole took less than half of what one after another would take. */
export function answeredTogether(): Claim {
  return {
    name: 'answeredTogether',
    sentence: 'Together they take far less than one by one.',
    binds: 'everywhere',
    check: (run) =>
      everyoneAnswered(run, () => {
        const limit = Math.max(1.5, run.clients / 2) * run.latency_ms * run.requests + SLACK_MS
        return run.makespan_ms < limit || `all together took ${run.makespan_ms} ms, not under ${limit} ms`
      }),
  }
}

/** First request to last answer took at most so many ms. */
export function togetherWithin(limit: number): Claim {
  return {
    name: 'togetherWithin',
    sentence: `Everyone is answered within ${limit} ms.`,
    binds: 'virtual time',
    check: (run) => everyoneAnswered(run, () => run.makespan_ms <= limit || makespan(run)),
  }
}

/** First request to last answer took more than so many ms. */
export function togetherOver(limit: number): Claim {
  return {
    name: 'togetherOver',
    sentence: `The last one waits for more than ${limit} ms.`,
    binds: 'virtual time',
    check: (run) => everyoneAnswered(run, () => run.makespan_ms > limit || makespan(run)),
  }
}

function makespan(run: Statistics): string {
  return `all together took ${run.makespan_ms} ms`
}

/** The last answer came after clients × requests × latency, give or take a tenth. */
export function answeredAfterAll(): Claim {
  return {
    name: 'answeredAfterAll',
    sentence: 'The last one waits for clients × the latency.',
    binds: 'virtual time',
    check: (run) =>
      everyoneAnswered(run, () => {
        const expected = run.clients * run.requests * run.latency_ms
        const off = Math.abs(run.makespan_ms - expected)
        return (
          off <= expected * 0.1 + SLACK_MS ||
          `all together took ${run.makespan_ms} ms, not about ${expected} ms`
        )
      }),
  }
}

/** The answers come in so many rounds, one latency apart: as when a few workers share many callers. */
export function answeredInRounds(rounds: number): Claim {
  return {
    name: 'answeredInRounds',
    sentence: `The answers come in ${count(rounds, 'round')}.`,
    binds: 'virtual time',
    check: (run) =>
      everyoneAnswered(run, () => {
        const seen = roundsOf(run)
        return seen.length === rounds || `${count(seen.length, 'round')}, at ${seen.join(', ')} × the latency`
      }),
  }
}

/** After how many latencies somebody was answered. */
function roundsOf({ answers, latency_ms }: Statistics): number[] {
  const rounds = answers.map(({ ms }) => Math.max(1, Math.round((ms - SLACK_MS / 2) / latency_ms)))
  return [...new Set(rounds)].sort((a, b) => a - b)
}
