/** Claims about writes, the database's lock, and who waits for it. */
import type { Claim } from '../claim.ts'
import type { Statistics } from '../statistics.ts'
import { everyoneAnswered } from './everyone-answered.ts'

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
export function nobodyAtTheLock(sentence = 'The queue stands before the server, not the lock.'): Claim {
  return {
    name: 'nobodyAtTheLock',
    sentence,
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

/** No request that writes took as long as two writes: its own was the only one it waited for. */
export function writersDoNotWait(): Claim {
  return {
    name: 'writersDoNotWait',
    sentence: 'Whoever writes waits for no other writer.',
    binds: 'virtual time',
    check: (run) =>
      everyoneAnswered(run, () => {
        const { writers_max_ms, write_service_max_ms } = run
        return (
          (run.writes > 0 && writers_max_ms < 2 * write_service_max_ms) ||
          `the slowest with a write took ${writers_max_ms} ms, a write up to ${write_service_max_ms} ms`
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
