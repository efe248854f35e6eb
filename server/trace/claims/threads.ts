/** Claims about processes and threads: how many there are, for whom, and whether they wait for each other. */
import type { Claim } from '../claim.ts'
import { count } from './words.ts'

/** One thread ran guest code. */
export function oneThread(): Claim {
  return {
    name: 'oneThread',
    sentence: 'One thread serves everyone.',
    binds: 'everywhere',
    check: (run) => run.threads === 1 || `${run.threads} threads ran the program`,
  }
}

/** So many processes ran guest code. */
export function processes(number: number): Claim {
  return {
    name: 'processes',
    sentence: number === 1 ? 'One process runs the program.' : `${number} processes run the program.`,
    binds: 'everywhere',
    check: (run) => run.processes === number || `${count(run.processes, 'process', 'processes')} ran it`,
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

/** Some thread waited for a lock, condition or queue that another one had. */
export function waitsForLock(): Claim {
  return {
    name: 'waitsForLock',
    sentence: 'Threads wait for each other at a lock.',
    binds: 'everywhere',
    check: (run) => run.lock_waits > 0 || 'no thread waited for a lock',
  }
}

/** No thread ever waited for a lock, condition or queue. */
export function nobodyWaitsForLock(): Claim {
  return {
    name: 'nobodyWaitsForLock',
    sentence: 'No thread waits for another one’s lock.',
    binds: 'everywhere',
    check: (run) => run.lock_waits === 0 || `${count(run.lock_waits, 'wait')} for a lock`,
  }
}
