/** A reply that comes later: when something happens in the database, or when its time is up. */
import type { Reply } from './bson/encode.ts'

/** What a command gives instead of a reply. Its connection serves nothing else meanwhile. */
export class Wait {
  /** When it is answered at the latest, ms since the epoch. */
  readonly until: number
  /** Gives the reply if there is one; with `last`, the time is up and there has to be. Throws as a command does. */
  readonly look: (last: boolean) => Reply | Wait | undefined
  /** Nobody waits for the reply any more. */
  readonly abandon: () => void

  constructor(
    until: number,
    look: (last: boolean) => Reply | Wait | undefined,
    abandon: () => void = () => undefined,
  ) {
    this.until = until
    this.look = look
    this.abandon = abandon
  }
}
