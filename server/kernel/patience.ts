/** A call that waits no longer than it was told to. */
import type { Outcome } from './thread.ts'

/** Tried at once and again whenever something changes; undefined means "not yet". */
export type Attempt = () => Outcome | undefined

interface Patience {
  /** How long the call may wait, ms; below 0 or undefined: for ever. */
  timeout: number | undefined
  /** Sets a timer and returns a predicate that tells whether it has gone off. */
  timer: (ms: number) => () => boolean
  /** What the call comes to then; by default it fails with `ETIMEDOUT`. */
  late?: () => Outcome
}

/** The attempt, which gives up when its time is over. The clock is set when it first has to wait. */
export function patient(attempt: Attempt, { timeout, timer, late = timedOut }: Patience): Attempt {
  if (timeout === undefined || timeout < 0) return attempt
  let expired: (() => boolean) | undefined
  return () => {
    const outcome = attempt()
    if (outcome) return outcome
    expired ??= timer(timeout)
    return expired() ? late() : undefined
  }
}

const timedOut = (): Outcome => ({ err: 'ETIMEDOUT' })
