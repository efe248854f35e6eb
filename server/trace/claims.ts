/** The promises a demo can make. Each maker gives a claim that reads as a sentence and can be broken. */
import type { Claim } from './claim.ts'
import type { Statistics } from './statistics.ts'

/** Slack for what isn't waiting for the database: the program's own work, ms. */
const SLACK_MS = 20

/** One thread ran guest code. */
export function oneThread(): Claim {
  return {
    name: 'oneThread',
    sentence: 'One thread serves everyone.',
    binds: 'everywhere',
    check: (run) => run.threads === 1 || `${run.threads} threads ran the program`,
  }
}

/** At least one thread for each client ran guest code; one that only accepts may come on top. */
export function threadPerClient(): Claim {
  return {
    name: 'threadPerClient',
    sentence: 'Every client has a thread of its own.',
    binds: 'everywhere',
    check: (run) =>
      (run.threads >= run.clients && run.threads > 1) ||
      `${count(run.threads, 'thread')} for ${count(run.clients, 'client')}`,
  }
}

/** At some moment each client had a query under way. */
export function queriesOverlap(): Claim {
  return {
    name: 'queriesOverlap',
    sentence: 'The queries are under way at the same time.',
    binds: 'everywhere',
    check: (run) =>
      run.backend_overlap_max >= overlapNeeded(run) || `at most ${overlap(run)} under way at once`,
  }
}

/** All of them in virtual time; on a real clock a busy machine may begin the last when the first is over. */
function overlapNeeded({ clients, runtime }: Statistics): number {
  return runtime === 'simulated' ? clients : Math.min(clients, Math.max(2, Math.ceil(clients / 2)))
}

/** No two queries were ever under way at once, and there was at least one. */
export function queriesOneAfterAnother(): Claim {
  return {
    name: 'queriesOneAfterAnother',
    sentence: 'The queries go one after another.',
    binds: 'everywhere',
    check: (run) => run.backend_overlap_max === 1 || `${overlap(run)} were under way at once`,
  }
}

/** Each request was answered within so many times the latency. */
export function answeredWithin(latencies: number): Claim {
  return {
    name: 'answeredWithin',
    sentence: `Everyone is answered within ${latencies} × the latency.`,
    binds: 'virtual time',
    check: (run) =>
      everyoneAnswered(
        run,
        () => run.max_ms <= latencies * run.latency_ms || `the slowest answer took ${run.max_ms} ms`,
      ),
  }
}

/** The same for a real clock: the whole took less than half of what one after another would take. */
export function answeredTogether(): Claim {
  return {
    name: 'answeredTogether',
    sentence: 'Together they take far less than one by one.',
    binds: 'everywhere',
    check: (run) =>
      everyoneAnswered(run, () => {
        const limit = Math.max(1.5, run.clients / 2) * run.latency_ms * run.requests + SLACK_MS
        return run.makespan_ms < limit || `all together took ${run.makespan_ms} ms, not under ${limit} ms`
      }),
  }
}

/** The last answer came after clients × requests × latency, give or take a tenth. */
export function answeredAfterAll(): Claim {
  return {
    name: 'answeredAfterAll',
    sentence: 'The last one waits for clients × the latency.',
    binds: 'virtual time',
    check: (run) =>
      everyoneAnswered(run, () => {
        const expected = run.clients * run.requests * run.latency_ms
        const off = Math.abs(run.makespan_ms - expected)
        return (
          off <= expected * 0.1 + SLACK_MS ||
          `all together took ${run.makespan_ms} ms, not about ${expected} ms`
        )
      }),
  }
}

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

/** Each request that was to be sent was answered with status 200. */
export function allAnswered(): Claim {
  return {
    name: 'allAnswered',
    sentence: 'Every request is answered.',
    binds: 'everywhere',
    check: (run) => everyoneAnswered(run, () => true),
  }
}

/** The program has read every cursor to its end, or closed it. */
export function noCursorLeft(): Claim {
  return {
    name: 'noCursorLeft',
    sentence: 'No cursor is left open on the database.',
    binds: 'everywhere',
    check: (run) => run.cursors_left === 0 || `${count(run.cursors_left, 'cursor')} left open`,
  }
}

/** No two writes were served at once, and there was one. */
export function writesOneAfterAnother(): Claim {
  return {
    name: 'writesOneAfterAnother',
    sentence: 'Writes go one after another: there is a lock.',
    binds: 'everywhere',
    check: (run) => run.writes_at_once_max === 1 || `${run.writes_at_once_max} were served at once`,
  }
}

/** Somebody waited for the lock. */
export function queueAtTheLock(): Claim {
  return {
    name: 'queueAtTheLock',
    sentence: 'The queue stands at the lock, in the database.',
    binds: 'everywhere',
    check: (run) => run.lock_queue_max > 0 || 'nobody waited for the lock',
  }
}

/** Nobody waited for the lock: whoever could was kept from it by the server. */
export function nobodyAtTheLock(): Claim {
  return {
    name: 'nobodyAtTheLock',
    sentence: 'The queue stands before the server, not the lock.',
    binds: 'everywhere',
    check: (run) => run.lock_queue_max === 0 || `${run.lock_queue_max} at once waited for the lock`,
  }
}

/** The slowest request that writes took as long as all writes together, if each client sends one. */
export function writersWaitForAll(): Claim {
  return {
    name: 'writersWaitForAll',
    sentence: 'The last to write waits for all who write.',
    binds: 'virtual time',
    check: (run) =>
      everyoneAnswered(run, () => {
        const all = Math.floor(run.write_service_ms / run.requests)
        return (
          (run.writes > 0 && run.writers_max_ms >= all) ||
          `the slowest with a write took ${run.writers_max_ms} ms, all writes ${all} ms`
        )
      }),
  }
}

/** Each request without a write was answered sooner than the longest write took alone. */
export function readersDoNotWait(): Claim {
  return {
    name: 'readersDoNotWait',
    sentence: 'Whoever only reads never waits for a write.',
    binds: 'virtual time',
    check: (run) =>
      everyoneAnswered(run, () => run.readers_max_ms < run.write_service_max_ms || slowestReader(run)),
  }
}

/** Some request without a write took longer than any write did. */
export function readersWaitToo(): Claim {
  return {
    name: 'readersWaitToo',
    sentence: 'Whoever only reads waits for those who write.',
    binds: 'virtual time',
    check: (run) =>
      everyoneAnswered(run, () => run.readers_max_ms > run.write_service_max_ms || slowestReader(run)),
  }
}

function slowestReader({ readers_max_ms, write_service_max_ms }: Statistics): string {
  return `the slowest without a write took ${readers_max_ms} ms, a write up to ${write_service_max_ms} ms`
}

/** A claim about answers says nothing while some are missing. */
function everyoneAnswered(run: Statistics, then: () => true | string): true | string {
  const expected = run.clients * run.requests
  if (run.ok >= expected && run.failed === 0 && run.ok > 0) return then()
  return `${run.ok} of ${count(Math.max(expected, run.ok + run.failed), 'request')} answered`
}

function overlap(run: Statistics): string {
  return run.backend_overlap_max === 1 ? '1 query' : `${run.backend_overlap_max} queries`
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
