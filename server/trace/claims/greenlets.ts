/** Claims about greenlets: how often one gives way to another. */
import type { Claim } from '../claim.ts'
import { count } from './words.ts'

/** Exactly so many switches between greenlets, those that throw included. */
export function switches(number: number): Claim {
  return {
    name: 'switches',
    sentence: `${count(number, 'switch', 'switches')} between greenlets.`,
    binds: 'everywhere',
    check: (run) =>
      run.greenlet_switches === number || `${count(run.greenlet_switches, 'switch', 'switches')} were made`,
  }
}

/** Exactly so many of the switches threw an error into the other greenlet. */
export function throws(number: number): Claim {
  return {
    name: 'throws',
    sentence: `${count(number, 'switch', 'switches')} with an error.`,
    binds: 'everywhere',
    check: (run) =>
      run.greenlet_throws === number || `${count(run.greenlet_throws, 'switch', 'switches')} threw an error`,
  }
}
