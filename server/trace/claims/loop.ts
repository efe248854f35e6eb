/** Claims about the event loop. */
import type { Claim } from '../claim.ts'
import { count } from './words.ts'

/** There is an event loop, and never more than `limit` ms passed between two of its polls. */
export function loopNeverBlockedOver(limit: number): Claim {
  return {
    name: 'loopNeverBlockedOver',
    sentence: `The loop never blocks for over ${limit} ms.`,
    binds: 'virtual time',
    check: (run) => {
      if (run.polls === 0) return 'nothing polls: there is no loop'
      return run.loop_blocked_max_ms <= limit || `the loop was blocked for ${run.loop_blocked_max_ms} ms`
    },
  }
}

/** There is an event loop, and at least once more than `limit` ms passed between two of its polls. */
export function loopBlockedOver(limit: number): Claim {
  return {
    name: 'loopBlockedOver',
    sentence: `The loop is blocked for over ${limit} ms.`,
    binds: 'virtual time',
    check: (run) => {
      if (run.polls === 0) return 'nothing polls: there is no loop'
      return run.loop_blocked_max_ms > limit || `the loop was blocked for ${run.loop_blocked_max_ms} ms only`
    },
  }
}

/** A loop asked more often than `limit` times what is ready. */
export function pollsOver(limit: number): Claim {
  return {
    name: 'pollsOver',
    sentence: `The loop polls more than ${count(limit, 'time')}.`,
    binds: 'virtual time',
    check: (run) => run.polls > limit || `it polled ${count(run.polls, 'time')}`,
  }
}

/** There is an event loop, and it asked at most `limit` times what is ready. */
export function pollsAtMost(limit: number): Claim {
  return {
    name: 'pollsAtMost',
    sentence: `The loop polls at most ${count(limit, 'time')}.`,
    binds: 'virtual time',
    check: (run) => (run.polls > 0 && run.polls <= limit) || `it polled ${count(run.polls, 'time')}`,
  }
}

/** A loop was told exactly so many times that a connection is there, or that a full socket takes more. */
export function pollsToWrite(number: number): Claim {
  return {
    name: 'pollsToWrite',
    sentence: `${count(number, 'time')} a poll says WRITE.`,
    binds: 'virtual time',
    check: (run) => run.polls_to_write === number || `a poll said so ${count(run.polls_to_write, 'time')}`,
  }
}
