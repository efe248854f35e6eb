/** Claims about commands under way at the database, and what they leave behind there. */
import type { Claim } from '../claim.ts'
import type { Statistics } from '../statistics.ts'
import { count } from './words.ts'

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

/** So many queries were under way at once, and never more. */
export function queriesAtOnce(number: number): Claim {
  return {
    name: 'queriesAtOnce',
    sentence: `At most ${count(number, 'query is', 'queries are')} under way at once.`,
    binds: 'everywhere',
    check: (run) => run.backend_overlap_max === number || `${overlap(run)} under way at once`,
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

function overlap(run: Statistics): string {
  return count(run.backend_overlap_max, 'query', 'queries')
}
