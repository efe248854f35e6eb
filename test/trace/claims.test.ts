import { describe, expect, it } from 'vitest'
import type { TraceEvent } from '../../server/kernel/events.ts'
import type { Claim } from '../../server/trace/claim.ts'
import * as claims from '../../server/trace/claims.ts'
import { statistics } from '../../server/trace/statistics.ts'
import { Recording } from './recording.ts'
import { blockedRun, callbacksRun, greenletsRun, loginsRun, threadsRun } from './styles.ts'

interface Case {
  claim: Claim
  keeps: TraceEvent[][]
  breaks: TraceEvent[]
  seen: string
}

function unanswered(): TraceEvent[] {
  return new Recording({ style: 'callbacks', clients: 2 }).arrive(1).arrive(2).after(1).answer(1).end('limit')
}

/** One thing at a time, in the server: a reader comes while a login of 100 ms is served, and waits for it. */
function blockedLogin(): TraceEvent[] {
  const run = new Recording({ style: 'blocked', clients: 2 }).arrive(1, 1, '/login').arrive(2, 2, '/')
  run.write(1, 1).serve(1, 1).after(100).written(1, 1).replied(1, 1).answer(1)
  return run.query(2, 2).serve(2, 2).after(1).reply(2, 2).answer(2).end()
}

/** One request is answered, and so many cursors stay open. */
function leakingRun(cursors: number): TraceEvent[] {
  return new Recording({ style: 'callbacks' }).arrive(1).after(1).answer(1).end('answered', 1, cursors)
}

/** Two logins of 100 ms at once: nothing keeps one from the other. */
function unlockedLogins(): TraceEvent[] {
  const run = new Recording({ style: 'callbacks', clients: 2 }).arrive(1).arrive(2)
  run.write(1, 1).serve(1, 1).write(2, 2).serve(2, 2).after(100)
  return run.written(1, 1).replied(1, 1).answer(1).written(2, 2).replied(2, 2).answer(2).end()
}

const CASES: Case[] = [
  {
    claim: claims.noCursorLeft(),
    keeps: [leakingRun(0), callbacksRun(8)],
    breaks: leakingRun(1),
    seen: '1 cursor left open',
  },
  { claim: claims.noCursorLeft(), keeps: [], breaks: leakingRun(12), seen: '12 cursors left open' },
  {
    claim: claims.writesOneAfterAnother(),
    keeps: [loginsRun(8), blockedLogin()],
    breaks: unlockedLogins(),
    seen: '2 were served at once',
  },
  {
    claim: claims.writesOneAfterAnother(),
    keeps: [],
    breaks: callbacksRun(2),
    seen: '0 were served at once',
  },
  {
    claim: claims.queueAtTheLock(),
    keeps: [loginsRun(8)],
    breaks: blockedLogin(),
    seen: 'nobody waited for the lock',
  },
  {
    claim: claims.nobodyAtTheLock(),
    keeps: [blockedLogin()],
    breaks: loginsRun(8),
    seen: '3 at once waited for the lock',
  },
  {
    claim: claims.writersWaitForAll(),
    keeps: [loginsRun(8), loginsRun(2), blockedLogin()],
    breaks: unlockedLogins(),
    seen: 'the slowest with a write took 100 ms, all writes 200 ms',
  },
  { claim: claims.writersWaitForAll(), keeps: [], breaks: unanswered(), seen: '1 of 2 requests answered' },
  {
    claim: claims.readersDoNotWait(),
    keeps: [loginsRun(8)],
    breaks: blockedLogin(),
    seen: 'the slowest without a write took 101 ms, a write up to 100 ms',
  },
  { claim: claims.readersDoNotWait(), keeps: [], breaks: unanswered(), seen: '1 of 2 requests answered' },
  {
    claim: claims.readersWaitToo(),
    keeps: [blockedLogin()],
    breaks: loginsRun(8),
    seen: 'the slowest without a write took 25 ms, a write up to 100 ms',
  },
  {
    claim: claims.oneThread(),
    keeps: [callbacksRun(8), greenletsRun(8)],
    breaks: threadsRun(8),
    seen: '9 threads ran the program',
  },
  {
    claim: claims.threadPerClient(),
    keeps: [threadsRun(8), threadsRun(1)],
    breaks: callbacksRun(8),
    seen: '1 thread for 8 clients',
  },
  { claim: claims.threadPerClient(), keeps: [], breaks: callbacksRun(1), seen: '1 thread for 1 client' },
  {
    claim: claims.queriesOverlap(),
    keeps: [callbacksRun(8), threadsRun(8)],
    breaks: blockedRun(8),
    seen: 'at most 1 query under way at once',
  },
  {
    claim: claims.queriesOneAfterAnother(),
    keeps: [blockedRun(8)],
    breaks: callbacksRun(8),
    seen: '8 queries were under way at once',
  },
  {
    claim: claims.queriesOneAfterAnother(),
    keeps: [],
    breaks: unanswered(),
    seen: '0 queries were under way at once',
  },
  {
    claim: claims.answeredWithin(2),
    keeps: [callbacksRun(8), greenletsRun(8)],
    breaks: blockedRun(8),
    seen: 'the slowest answer took 1616 ms',
  },
  { claim: claims.answeredWithin(2), keeps: [], breaks: unanswered(), seen: '1 of 2 requests answered' },
  {
    claim: claims.answeredTogether(),
    keeps: [callbacksRun(8), threadsRun(8), callbacksRun(1), callbacksRun(2)],
    breaks: blockedRun(8),
    seen: 'all together took 1616 ms, not under 820 ms',
  },
  {
    claim: claims.answeredTogether(),
    keeps: [],
    breaks: blockedRun(2),
    seen: 'all together took 404 ms, not under 320 ms',
  },
  {
    claim: claims.answeredAfterAll(),
    keeps: [blockedRun(8), blockedRun(1)],
    breaks: callbacksRun(8),
    seen: 'all together took 216 ms, not about 1600 ms',
  },
  { claim: claims.answeredAfterAll(), keeps: [], breaks: unanswered(), seen: '1 of 2 requests answered' },
  {
    claim: claims.loopNeverBlockedOver(10),
    keeps: [callbacksRun(8)],
    breaks: blockedRun(8),
    seen: 'the loop was blocked for 1617 ms',
  },
  {
    claim: claims.loopNeverBlockedOver(10),
    keeps: [],
    breaks: threadsRun(8),
    seen: 'nothing polls: there is no loop',
  },
  {
    claim: claims.allAnswered(),
    keeps: [blockedRun(8), threadsRun(8)],
    breaks: unanswered(),
    seen: '1 of 2 requests answered',
  },
]

describe.each(CASES)('$claim.name', ({ claim, breaks, seen }) => {
  it(`is broken by a run that says: ${seen}`, () => {
    expect(claim.check(statistics(breaks))).toBe(seen)
  })
})

describe.each(CASES.filter(({ keeps }) => keeps.length > 0))('$claim.name', ({ claim, keeps }) => {
  it('holds where it is kept', () => {
    expect(keeps.map((events) => claim.check(statistics(events)))).toEqual(keeps.map(() => true))
  })
})

describe('queriesOverlap', () => {
  it('wants all of them in virtual time, and half of them on a busy machine', () => {
    const seen = { ...statistics(callbacksRun(8)), backend_overlap_max: 4 }
    expect(claims.queriesOverlap().check(seen)).toBe('at most 4 queries under way at once')
    expect(claims.queriesOverlap().check({ ...seen, runtime: 'node' })).toBe(true)
    const fewer = { ...seen, runtime: 'node', backend_overlap_max: 3 }
    expect(claims.queriesOverlap().check(fewer)).toBe('at most 3 queries under way at once')
  })
})

describe('all claims', () => {
  it('read as sentences', () => {
    for (const { claim } of CASES) expect(claim.sentence).toMatch(/^[A-Z].+\.$/)
  })

  it('have a case that breaks them', () => {
    expect(new Set(CASES.map(({ claim }) => claim.name))).toEqual(new Set(Object.keys(claims)))
  })

  it('about time bind in virtual time only', () => {
    const timed = CASES.filter(({ claim }) => claim.binds === 'virtual time').map(({ claim }) => claim.name)
    expect(new Set(timed)).toEqual(
      new Set([
        'answeredWithin',
        'answeredAfterAll',
        'loopNeverBlockedOver',
        'writersWaitForAll',
        'readersDoNotWait',
        'readersWaitToo',
      ]),
    )
  })
})
