/** A lesson's promise, as a predicate on a run. The deck shows it as a tick, tests check it. */
import type { Statistics } from './statistics.ts'

/**
 * `sentence` is what the slide says. `binds` says where it must hold: a claim about time binds in virtual
 * time only. `check` answers `true`, or says in one sentence what was seen instead.
 */
export interface Claim {
  name: string
  sentence: string
  binds: 'everywhere' | 'virtual time'
  /** A run that keeps it ends with an error or with requests that nobody answered, and that's well. */
  endsBadly?: true
  check(run: Statistics): true | string
}

/** The same claim where only the virtual clock decides it: the order in which threads print, for example. */
export function inVirtualTime(claim: Claim): Claim {
  return { ...claim, binds: 'virtual time' }
}
