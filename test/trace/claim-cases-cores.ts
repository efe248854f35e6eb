/** Claims about cores, about queries side by side and about the time all take together. */
import * as claims from '../../server/trace/claims.ts'
import type { Case } from './claim-case.ts'
import { unanswered } from './claim-runs.ts'
import { Recording } from './recording.ts'
import { blockedRun, callbacksRun, threadsRun } from './styles.ts'

/** Two threads compute, on one core one after the other, or on two at once. */
function computing(cores: number) {
  const run = new Recording({ style: 'threads', clients: 2 }).arrive(1).arrive(2)
  run.say('thread:1', 1, { kind: 'run', core: 0 })
  if (cores === 2) run.say('thread:2', 2, { kind: 'run', core: 1 })
  run.after(10).say('thread:1', 1, { kind: 'preempt' })
  if (cores === 1) run.say('thread:2', 2, { kind: 'run', core: 0 })
  return run.after(10).answer(1).answer(2).end()
}

export const CORES: Case[] = [
  {
    claim: claims.coresBusy(1),
    keeps: [computing(1), callbacksRun(2)],
    breaks: computing(2),
    seen: '2 at once',
  },
  { claim: claims.coresBusy(2), keeps: [computing(2)], breaks: computing(1), seen: '1 at once' },
  {
    claim: claims.queriesAtOnce(8),
    keeps: [callbacksRun(8), threadsRun(8)],
    breaks: blockedRun(8),
    seen: '1 query under way at once',
  },
  {
    claim: claims.togetherWithin(20),
    keeps: [computing(1)],
    breaks: new Recording({ style: 'threads' }).arrive(1).after(21).answer(1).end(),
    seen: 'all together took 21 ms',
  },
  { claim: claims.togetherWithin(20), keeps: [], breaks: unanswered(), seen: '1 of 2 requests answered' },
  {
    claim: claims.togetherOver(20),
    keeps: [blockedRun(8)],
    breaks: computing(2),
    seen: 'all together took 20 ms',
  },
]
