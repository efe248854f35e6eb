/** Claims about what the clients get. */
import type { Claim } from '../claim.ts'
import type { Statistics } from '../statistics.ts'
import { everyoneAnswered } from './everyone-answered.ts'
import { count } from './words.ts'

/** Each request that was to be sent was answered with status 200. */
export function allAnswered(): Claim {
  return {
    name: 'allAnswered',
    sentence: 'Every request is answered.',
    binds: 'everywhere',
    check: (run) => everyoneAnswered(run, () => true),
  }
}

/** So many answers have this status; without a number, all that were to be sent. */
export function answersWith(status: number, number?: number): Claim {
  const whom = number === undefined ? 'Everyone is' : `${number} ${number === 1 ? 'is' : 'are'}`
  return {
    name: 'answersWith',
    sentence: `${whom} answered with status ${status}.`,
    binds: 'everywhere',
    check: (run) => {
      const seen = run.answers.filter((answer) => answer.status === status).length
      return seen === (number ?? asked(run)) || `${statuses(run)}, of ${count(asked(run), 'request')}`
    },
  }
}

/** So many answers have nothing in them; without a number, all that were to be sent. */
export function emptyAnswers(number?: number): Claim {
  return {
    name: 'emptyAnswers',
    sentence: number === undefined ? 'All answers are empty.' : `${count(number, 'answer')} without content.`,
    binds: 'everywhere',
    check: (run) => {
      const empty = run.answers.filter(({ bytes }) => bytes === 0).length
      return empty === (number ?? asked(run)) || `${empty} of ${count(run.answers.length, 'answer')} empty`
    },
  }
}

/** So many requests never have an answer. A run that keeps this ends badly. */
export function neverAnswered(number: number): Claim {
  return {
    name: 'neverAnswered',
    sentence: `${count(number, 'request')} never answered.`,
    binds: 'everywhere',
    endsBadly: true,
    check: (run) => run.unanswered === number || `${count(run.unanswered, 'request')} without an answer`,
  }
}

function asked(run: Statistics): number {
  return run.clients * run.requests
}

/** `3 × 200, 1 × 404`. */
function statuses({ answers }: Statistics): string {
  const seen = [...new Set(answers.map(({ status }) => status))].sort((a, b) => a - b)
  const times = (status: number) => answers.filter((answer) => answer.status === status).length
  return seen.map((status) => `${times(status)} × ${status}`).join(', ') || 'no answer'
}
