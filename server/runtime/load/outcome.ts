/** How a run has ended as its clients see it, once nobody can be answered any more. */
import type { EndReason } from '../../kernel/events.ts'
import { type LoadGenerator, NO_ANSWER } from './load-generator.ts'

/** Requests that a message names one by one. */
const NAMED = 8

/** The reason for the `run-end` and what went wrong, if anything did. */
export function outcomeOf({ waiting, failures }: Pick<LoadGenerator, 'waiting' | 'failures'>): {
  reason: EndReason
  message?: string
} {
  const gaveUp = failures.filter(({ why }) => why === NO_ANSWER).map(({ request }) => request)
  const unanswered = [...gaveUp, ...waiting].sort((a, b) => a - b)
  if (unanswered.length > 0) return { reason: 'deadlock', message: `${requests(unanswered)} never answered` }
  const [first] = failures
  if (first) return { reason: 'failed', message: `request #${first.request} failed: ${first.why}` }
  return { reason: 'answered' }
}

/** What to say of a program that is over while requests wait; nothing if none does. */
export function leftWaiting({ waiting }: Pick<LoadGenerator, 'waiting'>): string | undefined {
  return waiting.length === 0 ? undefined : `main returned, and ${requests(waiting)} not answered yet`
}

function requests(numbers: readonly number[]): string {
  const named = numbers.slice(0, NAMED).map((number) => `#${number}`)
  const others = numbers.length - named.length
  const list = others > 0 ? `${named.join(', ')} and ${others} more` : named.join(', ')
  return numbers.length === 1 ? `request ${list} was` : `requests ${list} were`
}
