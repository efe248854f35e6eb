/** Why a guest is being ended, and where it stood: the place is looked for until the engine knows it. */
import type { Position } from '../kernel/events.ts'
import { GuestError } from './guest-error.ts'
import type { StackPlace } from './stack-place.ts'

/** How a piece of guest code ended. */
export type GuestEnd =
  | { how: 'returned' }
  | { how: 'failed'; message: string; at?: Position }
  | { how: 'limit'; message: string; at?: Position }

/** In a loop with calls one of so many polls is a call; in another there is none, and the line stays unknown. */
const TRIES = 64

export class LastWords {
  readonly #message: string
  readonly #look: () => StackPlace | undefined
  #at: Position | undefined
  #name: string | undefined
  #tries = TRIES
  #looking = false

  /** `look` asks the guest where it stands. */
  constructor(message: string, look: () => StackPlace | undefined, at: Position | undefined) {
    this.#message = message
    this.#look = look
    this.#at = at
  }

  /** The guest is being asked: what it does now is our doing. */
  get looking(): boolean {
    return this.#looking
  }

  /** To be called while the guest computes; false: at the next poll the place may be known. */
  place(): boolean {
    if (this.#at || this.#tries === 0) return true
    this.#tries -= 1
    this.#looking = true
    try {
      const found = this.#look()
      this.#name ??= found?.name
      if (found?.known) this.#at = found.at
    } catch (error) {
      if (!(error instanceof GuestError)) throw error
    }
    this.#looking = false
    return this.#at !== undefined || this.#tries === 0
  }

  /** What is known by now. */
  get end(): GuestEnd {
    if (this.#at) return { how: 'limit', message: this.#message, at: this.#at }
    const where = this.#name === undefined ? '' : `, in ${this.#name}`
    return { how: 'limit', message: `${this.#message}${where}` }
  }
}
