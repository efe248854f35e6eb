/** What a guest has printed and reported, until its thread hands it over with the next system call. */
import type { Position } from '../../../kernel/events.ts'
import type { Report } from './guest-messages.ts'

/** How long reports may lie while the guest computes, ms. */
const LONGEST_STAY = 50
/** Characters that may lie here, and most characters of one event and of one line of output. */
const MOST_TEXT = 256 << 10
const LONGEST_EVENT = 64 << 10
const LONGEST_LINE = 10_000

/** `clock` gives µs since the run began. */
export class Reports {
  readonly #clock: () => number
  #reports: Report[] = []
  #text = 0
  #taken = performance.now()

  constructor(clock: () => number) {
    this.#clock = clock
  }

  /** Keeps an event of the guest library; one that no library could have made isn't kept. */
  event(lane: string, happening: string, request: number): void {
    const length = lane.length + happening.length
    if (length > LONGEST_EVENT) return
    this.#keep({ kind: 'reported', t: this.#clock(), request, lane, happening }, length)
  }

  /** Keeps a line of output, the beginning of a very long one. */
  log(stream: 'out' | 'err', text: string, request: number, at: Position | undefined): void {
    const line = text.slice(0, LONGEST_LINE)
    this.#keep({ kind: 'log', t: this.#clock(), request, stream, text: line, ...(at && { at }) }, line.length)
  }

  /** Whether more would be too much. */
  get full(): boolean {
    return this.#text > MOST_TEXT
  }

  /** Whether they've lain for long enough. */
  get due(): boolean {
    return this.#reports.length > 0 && performance.now() - this.#taken > LONGEST_STAY
  }

  take(): Report[] {
    const taken = this.#reports
    this.#reports = []
    this.#text = 0
    this.#taken = performance.now()
    return taken
  }

  #keep(report: Report, length: number): void {
    this.#reports.push(report)
    // An event without any text takes up room too.
    this.#text += length + 100
  }
}
