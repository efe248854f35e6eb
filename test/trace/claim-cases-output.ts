/** Claims about answers, output, cost and switches, each with runs that keep it and one that breaks it. */
import * as claims from '../../server/trace/claims.ts'
import type { Case } from './claim-case.ts'
import {
  answersOf,
  busyRun,
  lockedRun,
  printingRun,
  processesRun,
  switchingRun,
  unanswered,
  workersRun,
} from './claim-runs.ts'
import { Recording } from './recording.ts'
import { blockedRun, callbacksRun, greenletsRun, threadsRun } from './styles.ts'

export const OUTPUT: Case[] = [
  {
    claim: claims.answersWith(500),
    keeps: [answersOf({ status: 500 }, { status: 500 })],
    breaks: answersOf({ status: 500 }, { status: 200 }),
    seen: '1 × 200, 1 × 500, of 2 requests',
  },
  {
    claim: claims.answersWith(404, 1),
    keeps: [answersOf({ status: 404 }, { status: 200 })],
    breaks: new Recording({ style: 'callbacks' }).arrive(1).end('limit'),
    seen: 'no answer, of 1 request',
  },
  {
    claim: claims.emptyAnswers(),
    keeps: [answersOf({ bytes: 0 }, { bytes: 0 })],
    breaks: answersOf({ bytes: 0 }, { bytes: 7 }),
    seen: '1 of 2 answers empty',
  },
  {
    claim: claims.emptyAnswers(1),
    keeps: [answersOf({ bytes: 0 }, { bytes: 7 })],
    breaks: answersOf({ bytes: 7 }),
    seen: '0 of 1 answer empty',
  },
  {
    claim: claims.neverAnswered(1),
    keeps: [unanswered()],
    breaks: callbacksRun(2),
    seen: '0 requests without an answer',
  },
  {
    claim: claims.answeredInRounds(3),
    keeps: [workersRun(3), workersRun(4)],
    breaks: workersRun(9),
    seen: '1 round, at 1 × the latency',
  },
  { claim: claims.answeredInRounds(1), keeps: [], breaks: unanswered(), seen: '1 of 2 requests answered' },
  {
    claim: claims.cpuBusyOver(0.9),
    keeps: [busyRun(95)],
    breaks: busyRun(90),
    seen: 'it was busy 90 % of the time',
  },
  {
    claim: claims.cpuBusyUnder(0.1),
    keeps: [busyRun(5)],
    breaks: busyRun(10),
    seen: 'it was busy 10 % of the time',
  },
  {
    claim: claims.bytesPerWaitingUnder(1000),
    keeps: [callbacksRun(8)],
    breaks: greenletsRun(4),
    seen: 'it took 1800 bytes',
  },
  {
    claim: claims.bytesPerWaitingUnder(1000),
    keeps: [],
    breaks: threadsRun(4),
    seen: 'what a waiting request takes isn’t known',
  },
  {
    claim: claims.prints('two'),
    keeps: [printingRun('one', 'one and two'), printingRun('one\ntwo')],
    breaks: printingRun('one', 'a', 'b', 'c'),
    seen: 'it printed “one”, “a”, “b” …',
  },
  { claim: claims.prints('two'), keeps: [], breaks: printingRun(), seen: 'nothing was printed' },
  {
    claim: claims.neverPrints('two'),
    keeps: [printingRun('one')],
    breaks: printingRun('one and two'),
    seen: 'it printed “one and two”',
  },
  {
    claim: claims.printsInOrder(['one', 'two']),
    keeps: [printingRun('one', 'x', 'two'), printingRun('one\ntwo')],
    breaks: printingRun('two', 'one'),
    seen: '“two” didn’t come when it should; it printed “two”, “one”',
  },
  {
    claim: claims.fails('LoopExit'),
    keeps: [new Recording({ style: 'greenlets' }).fail('LoopExit: nobody will wake anybody')],
    breaks: callbacksRun(1),
    seen: 'it ended with “answered”',
  },
  {
    claim: claims.switches(3),
    keeps: [switchingRun()],
    breaks: callbacksRun(1),
    seen: '0 switches were made',
  },
  {
    claim: claims.throws(1),
    keeps: [switchingRun()],
    breaks: greenletsRun(2),
    seen: '0 switches threw an error',
  },
  {
    claim: claims.pollsOver(2),
    keeps: [callbacksRun(8)],
    breaks: blockedRun(8),
    seen: 'it polled 1 time',
  },
  {
    claim: claims.pollsAtMost(2),
    keeps: [blockedRun(8)],
    breaks: callbacksRun(8),
    seen: 'it polled 3 times',
  },
  { claim: claims.pollsAtMost(2), keeps: [], breaks: threadsRun(8), seen: 'it polled 0 times' },
  {
    claim: claims.loopBlockedOver(10),
    keeps: [blockedRun(8)],
    breaks: callbacksRun(8),
    seen: 'the loop was blocked for 8 ms only',
  },
  {
    claim: claims.loopBlockedOver(10),
    keeps: [],
    breaks: threadsRun(8),
    seen: 'nothing polls: there is no loop',
  },
  {
    claim: claims.printsUnder(100, 'bytes each'),
    keeps: [printingRun('60 bytes each'), printingRun('two', '99.5 bytes each', '700 bytes each')],
    breaks: printingRun('700 bytes each'),
    seen: 'it printed 700 bytes each',
  },
  {
    claim: claims.printsUnder(100, 'bytes each'),
    keeps: [],
    breaks: printingRun('some bytes each'),
    seen: 'no number stands before “bytes each”',
  },
  {
    claim: claims.printsOver(100, 'bytes each'),
    keeps: [printingRun('700 bytes each')],
    breaks: printingRun('100 bytes each', '700 bytes each'),
    seen: 'it printed 100 bytes each',
  },
  {
    claim: claims.pollsToWrite(0),
    keeps: [threadsRun(8), callbacksRun(8)],
    breaks: new Recording({ style: 'callbacks' }).poll(1).polled(1, [7], [4]).end(),
    seen: 'a poll said so 1 time',
  },
  {
    claim: claims.processes(4),
    keeps: [processesRun(4)],
    breaks: callbacksRun(1),
    seen: '1 process ran it',
  },
  {
    claim: claims.waitsForLock(),
    keeps: [lockedRun()],
    breaks: threadsRun(2),
    seen: 'no thread waited for a lock',
  },
  {
    claim: claims.nobodyWaitsForLock(),
    keeps: [threadsRun(2)],
    breaks: lockedRun(),
    seen: '1 wait for a lock',
  },
]
