/** How far a download is: one line that is redrawn on a terminal, now and then a new one elsewhere. */

export interface Screen {
  write(text: string): unknown
  isTTY?: boolean
}

/** Width of the bar, characters. */
const BAR = 24
/** A terminal is redrawn so often, and elsewhere a line comes at least so often, ms. */
const REDRAW = 100
const REMARK = 5000
const MEGABYTE = 1_000_000

export class DownloadProgress {
  readonly #screen: Screen
  readonly #total: number | undefined
  readonly #now: () => number
  readonly #began: number
  #bytes = 0
  #shown = Number.NEGATIVE_INFINITY
  #tenths = 0

  /** `total` is in bytes, if it's known; `now` gives ms. */
  constructor(screen: Screen, total: number | undefined, now = () => performance.now()) {
    this.#screen = screen
    this.#total = total
    this.#now = now
    this.#began = now()
    if (!screen.isTTY) this.#shown = this.#began
  }

  /** So many bytes more have come. */
  add(bytes: number): void {
    this.#bytes += bytes
    const { isTTY } = this.#screen
    const tenths = this.#total ? Math.floor((10 * this.#bytes) / this.#total) : 0
    const due = this.#now() - this.#shown >= (isTTY ? REDRAW : REMARK)
    if (!due && (isTTY || tenths === this.#tenths)) return
    this.#tenths = tenths
    this.#show()
  }

  /** Shows how it ended, and leaves the line. */
  end(): void {
    if (!this.#screen.isTTY) return
    this.#show()
    this.#screen.write('\n')
  }

  /** `12.3 of 80.1 MB`, or `12.3 MB` if nobody knows how much will come. */
  get amount(): string {
    const come = (this.#bytes / MEGABYTE).toFixed(1)
    return this.#total === undefined ? `${come} MB` : `${come} of ${(this.#total / MEGABYTE).toFixed(1)} MB`
  }

  #show(): void {
    this.#shown = this.#now()
    const line = `${this.#bar()}${this.amount}  ${this.#speed()}`
    this.#screen.write(this.#screen.isTTY ? `\r${line}\x1b[K` : `${line}\n`)
  }

  #bar(): string {
    if (!this.#total) return ''
    const part = Math.min(1, this.#bytes / this.#total)
    const percent = `${Math.floor(part * 100)} %`.padStart(5)
    const done = Math.floor(part * BAR)
    const bar = this.#screen.isTTY ? `[${'#'.repeat(done)}${'-'.repeat(BAR - done)}] ` : ''
    return `${bar}${percent}  `
  }

  #speed(): string {
    const seconds = Math.max(0.001, (this.#now() - this.#began) / 1000)
    return `${(this.#bytes / MEGABYTE / seconds).toFixed(1)} MB/s`
  }
}
