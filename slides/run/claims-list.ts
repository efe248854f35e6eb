/** What the slide promises about a run, ticked or crossed by the run itself. */
import type { Claim } from '../../server/trace/claim.ts'
import { statistics } from '../../server/trace/statistics.ts'
import { element } from '../element.ts'
import type { RunRecord, Session } from './session.ts'

/** `open`: no run yet. `real time`: the claim binds in virtual time only, and this run had a real clock. */
export interface Verdict {
  sentence: string
  state: 'open' | 'kept' | 'broken' | 'real time'
  /** What was seen instead. */
  seen?: string
}

/** Judges each claim by a finished run; without one, or one cut short, they're all open. */
export function judge(claims: readonly Claim[], record: RunRecord | undefined): Verdict[] {
  if (!isWhole(record)) return claims.map(({ sentence }) => ({ sentence, state: 'open' }))
  const run = statistics(record.events)
  return claims.map((claim) => {
    const { sentence } = claim
    const verdict = claim.check(run)
    if (verdict === true) return { sentence, state: 'kept' }
    const binds = claim.binds === 'everywhere' || record.runtime === 'simulated'
    return { sentence, state: binds ? 'broken' : 'real time', seen: verdict }
  })
}

/** An open run always ends by being stopped; a burst that was stopped proves nothing. */
function isWhole(record: RunRecord | undefined): record is RunRecord {
  const end = record?.events.at(-1)
  if (!record?.ended || end?.kind !== 'run-end') return false
  return record.request.mode === 'open' || end.reason !== 'stopped'
}

/** The claims that hold for the text as it is: the edit's own once it has been applied. */
export function claimsOf(session: Session): readonly Claim[] {
  return session.appliedEdit?.claims ?? session.demo.claims[session.settings.style] ?? []
}

/** Whether a run that failed did so as its demo says it would: then the failure is no mistake of anybody's. */
export function failsAsPromised(session: Session): boolean {
  const isMeant = session.demo.recorded !== undefined || claimsOf(session).some(({ endsBadly }) => endsBadly)
  return isMeant && keepsPromises(session)
}

/** Whether a run did all that it should, and ended well: an error it has logged on the way is part of its work. */
export function endsWell(session: Session): boolean {
  const end = session.judged?.events.at(-1)
  const reason = end?.kind === 'run-end' ? end.reason : undefined
  return (reason === 'answered' || reason === 'returned') && keepsPromises(session)
}

function keepsPromises(session: Session): boolean {
  const verdicts = judge(claimsOf(session), session.judged)
  return verdicts.every(({ state }) => state === 'kept' || state === 'real time')
}

const MARKS: Record<Verdict['state'], [mark: string, words: string]> = {
  open: ['○', 'not run yet'],
  kept: ['✓', 'held'],
  broken: ['✗', 'did not hold'],
  'real time': ['–', 'not judged on a real clock'],
}

/** The list on screen. */
export class ClaimsList {
  readonly root = element('ul', {
    class: 'claims',
    'aria-label': 'What should be true',
    'data-test': 'claims',
  })

  draw(verdicts: readonly Verdict[]): void {
    this.root.replaceChildren(...verdicts.map(drawVerdict))
  }
}

function drawVerdict({ sentence, state, seen }: Verdict): HTMLElement {
  const [mark, words] = MARKS[state]
  const item = element(
    'li',
    {
      class: 'claim',
      'data-state': state,
      // On a stage a long one is cut.
      title: `${sentence}${seen ? ` Seen: ${seen}` : ''} (${words})`,
    },
    element('span', { class: 'mark', role: 'img', 'aria-label': words }, mark),
    element('span', { class: 'sentence' }, sentence),
  )
  if (seen) item.lastElementChild?.append(element('em', { class: 'seen' }, seen))
  return item
}
