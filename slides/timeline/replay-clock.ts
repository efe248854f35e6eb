/**
 * Where the playhead is: wall time in, trace time out. A run is followed while it lasts; then the picture is
 * held, rewound and played again at a speed at which people can look, and comes to rest where it says most.
 */

/** A whole run plays in so long, whatever it took, ms. */
export const PLAY_MS = 6000
/** The finished picture is held so long before it rewinds, and again before it comes to rest, ms. */
export const HOLD_MS = 500
/** Going back takes so long, ms. */
export const GLIDE_MS = 400

/**
 * `live` follows the run; `hold`, `rewind`, `replay`, `linger` and `settle` are the show after it, in this
 * order; `rest` is its end. A person who takes over makes it `play` or `paused`.
 */
export type Phase = 'live' | 'hold' | 'rewind' | 'replay' | 'linger' | 'settle' | 'rest' | 'play' | 'paused'

/** What follows when a phase is over. */
const NEXT: Partial<Record<Phase, Phase>> = {
  hold: 'rewind',
  rewind: 'replay',
  replay: 'linger',
  linger: 'settle',
  settle: 'rest',
  play: 'paused',
}

/** Times of the run are µs, those of the wall ms. */
export class ReplayClock {
  readonly #moment: number
  #phase: Phase = 'live'
  #duration = 0
  #t = 0
  /** How long the phase has lasted, ms. */
  #spent = 0

  /** `moment` (0..1 of the run) is where the picture comes to rest. */
  constructor(moment: number) {
    this.#moment = Math.min(1, Math.max(0, moment))
  }

  get phase(): Phase {
    return this.#phase
  }

  /** Where the playhead is, µs. */
  get t(): number {
    return this.#t
  }

  /** Whether time goes on by itself. */
  get isMoving(): boolean {
    return this.#phase in NEXT
  }

  /** Whether the playhead only travels: what it passes isn't told. */
  get isGliding(): boolean {
    return this.#phase === 'rewind' || this.#phase === 'settle'
  }

  /** The run has come to `t`. */
  follow(t: number): void {
    if (this.#phase === 'live') this.#t = Math.max(this.#t, t)
  }

  /** The run is over: the show begins, or without `show` its end is there at once. */
  finish(duration: number, show: boolean): void {
    this.#duration = duration
    this.#t = duration
    if (show) this.#enter('hold')
    else this.skip()
  }

  /** `ms` of wall time have passed in front of somebody's eyes. */
  advance(ms: number): void {
    if (!this.isMoving) return
    this.#spent += ms
    const length = this.#length()
    const over = this.#spent - length
    this.#t = this.#place(Math.min(1, length > 0 ? this.#spent / length : 1))
    if (over < 0) return
    this.#enter(NEXT[this.#phase]!)
    this.advance(over)
  }

  /** Plays on from here, or from the beginning if this is the end. */
  play(): void {
    if (this.#phase === 'live') return
    const from = this.#t >= this.#duration ? 0 : this.#t
    this.#enter('play')
    this.#spent = this.#duration > 0 ? (from / this.#duration) * PLAY_MS : PLAY_MS
    this.#t = from
  }

  pause(): void {
    if (this.#phase !== 'live') this.#enter('paused')
  }

  /** Goes to `t` and stays there. */
  seek(t: number): void {
    if (this.#phase === 'live') return
    this.#t = Math.min(this.#duration, Math.max(0, t))
    this.#enter('paused')
  }

  /** Goes to where the show would end. */
  skip(): void {
    if (this.#phase === 'live' && this.#duration === 0) return
    this.#t = this.#moment * this.#duration
    this.#enter('rest')
  }

  #enter(phase: Phase): void {
    this.#phase = phase
    this.#spent = 0
  }

  #length(): number {
    if (this.#phase === 'play' || this.#phase === 'replay') return PLAY_MS
    return this.isGliding ? GLIDE_MS : HOLD_MS
  }

  /** The playhead after a share (0..1) of the phase. */
  #place(share: number): number {
    const eased = share * share * (3 - 2 * share)
    if (this.#phase === 'play' || this.#phase === 'replay') return share * this.#duration
    if (this.#phase === 'rewind') return (1 - eased) * this.#duration
    if (this.#phase === 'settle') return (1 - eased * (1 - this.#moment)) * this.#duration
    return this.#t
  }
}
