/** The player's own words: times, the state of a run that goes on, and the reason of a span. */
import { thousands } from '../../server/trace/axis.ts'
import { type Model, type Span, STATES, type State } from '../../server/trace/model.ts'
import { LEGEND } from '../../server/trace/palette.ts'

/** A time (µs) as people read it while it runs: `412 ms`; below 10 ms with decimals. */
export function readTime(t: number): string {
  const ms = t / 1000
  return `${thousands(Number(ms.toFixed(ms < 10 ? 1 : 0)))} ms`
}

const DOING: Record<State, [one: string, several: string]> = {
  running: ['is worked on', 'are worked on'],
  turn: ['waits for its turn', 'wait for their turn'],
  answer: ['waits for an answer', 'wait for an answer'],
  idle: ['is idle', 'are idle'],
  switch: ['is switched', 'are switched'],
}

/** How many requests are doing what at `t` (µs), as a sentence; `program` says what is true while there are none. */
export function liveSentence(model: Model, t: number, program = 'nobody has asked yet'): string {
  const open = model.requestsAt(t)
  const counts = STATES.map((state) => ({
    state,
    count: open.filter((standing) => standing.state === state).length,
  }))
  const over = model.requests.filter(({ ended }) => ended !== undefined && ended <= t)
  const answered = over.filter(({ outcome }) => outcome === 'answered').length
  const parts = counts
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${DOING[state][count === 1 ? 0 : 1]}`)
  if (answered > 0) parts.push(`${answered} answered`)
  if (over.length > answered) parts.push(`${over.length - answered} failed`)
  return `${readTime(t)}: ${parts.length > 0 ? parts.join(', ') : program}.`
}

/** What a span is, for how long and why: `#2 waiting for its turn, 203 ms: the loop is busy with #1 (line 16)`. */
export function spanSentence({ state, request, label, why, from, to, at }: Span): string {
  const who = request > 0 ? `#${request} ` : ''
  const time = readTime(to - from)
  const saysMore = state === 'answer' && !why.includes(label)
  const what = saysMore ? `${label}; ` : ''
  const where = at ? ` (line ${at.line})` : ''
  const words = `${who}${LEGEND[state].name}, ${time}: ${what}${why}${where}`
  return words.charAt(0).toUpperCase() + words.slice(1)
}
