/** The promises a demo can make. Each maker gives a claim that reads as a sentence and can be broken. */
export { allAnswered, answersWith, emptyAnswers, neverAnswered } from './claims/answers.ts'
export { bytesPerWaitingUnder, coresBusy, cpuBusyOver, cpuBusyUnder } from './claims/cpu.ts'
export { switches, throws } from './claims/greenlets.ts'
export { loopBlockedOver, loopNeverBlockedOver, pollsAtMost, pollsOver, pollsToWrite } from './claims/loop.ts'
export { fails, neverPrints, prints, printsInOrder } from './claims/output.ts'
export { printsOver, printsUnder } from './claims/printed-number.ts'
export { noCursorLeft, queriesAtOnce, queriesOneAfterAnother, queriesOverlap } from './claims/queries.ts'
export { nobodyWaitsForLock, oneThread, processes, threadPerClient, waitsForLock } from './claims/threads.ts'
export {
  answeredAfterAll,
  answeredInRounds,
  answeredTogether,
  answeredWithin,
  togetherOver,
  togetherWithin,
} from './claims/times.ts'
export { mostlyInVain, neverInVain } from './claims/vain.ts'
export {
  nobodyAtTheLock,
  queueAtTheLock,
  readersDoNotWait,
  readersWaitToo,
  writersDoNotWait,
  writersWaitForAll,
  writesOneAfterAnother,
} from './claims/writes.ts'
