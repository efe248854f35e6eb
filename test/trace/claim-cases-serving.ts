/** Claims about threads, queries, time and writes, each with runs that keep it and one that breaks it. */
import * as claims from '../../server/trace/claims.ts'
import type { Case } from './claim-case.ts'
import { blockedLogin, leakingRun, unanswered, unlockedLogins } from './claim-runs.ts'
import { blockedRun, callbacksRun, greenletsRun, loginsRun, threadsRun } from './styles.ts'

export const SERVING: Case[] = [
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
    claim: claims.writersDoNotWait(),
    keeps: [unlockedLogins(), loginsRun(2)],
    breaks: loginsRun(8),
    seen: 'the slowest with a write took 420 ms, a write up to 100 ms',
  },
  { claim: claims.writersDoNotWait(), keeps: [], breaks: unanswered(), seen: '1 of 2 requests answered' },
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
