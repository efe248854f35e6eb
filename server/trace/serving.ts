/**
 * Whom the server was busy with, over time: the answer to "why did #2 wait?". A loop that blocks in a call
 * is busy too, though the CPU is idle: that's the wait which a blocking server hides.
 */

interface Entry {
  t: number
  request: number
  loop: boolean
}

/** Looking further than this into one wait would say no more. */
const MOST_ENTRIES = 64

/** The requests that held the server, in order. */
export class Serving {
  readonly #entries: Entry[] = []

  /** From `t` on the server is busy with this request; 0 is nobody. */
  note(t: number, request: number, loop: boolean): void {
    const last = this.#entries.at(-1)
    if (last?.request === request && last.loop === loop) return
    this.#entries.push({ t, request, loop })
  }

  /**
   * Who held the server against `request` in a wait, as a sentence's end; undefined if nobody did. If nobody
   * has read the request (`unread`) and the CPU is idle most of the time, it waits for a worker.
   */
  blame(request: number, from: number, to: number, unread = false): string | undefined {
    const others: number[] = []
    let loop = false
    let held = 0
    const start = Math.max(0, this.#firstAfter(from) - 1)
    const entries = this.#entries.slice(start, start + MOST_ENTRIES)
    for (const [index, entry] of entries.entries()) {
      if (entry.t >= to) break
      if (entry.request === 0 || entry.request === request) continue
      if (!others.includes(entry.request)) others.push(entry.request)
      loop ||= entry.loop
      held += Math.min(to, entries[index + 1]?.t ?? to) - Math.max(from, entry.t)
    }
    if (others.length === 0) return undefined
    if (unread && !loop && 2 * held < to - from) return `no worker is free, they have ${list(others)}`
    return `${loop ? 'the loop is busy with' : 'the CPU is taken by'} ${list(others)}`
  }

  #firstAfter(t: number): number {
    let low = 0
    let high = this.#entries.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#entries[middle]!.t <= t) low = middle + 1
      else high = middle
    }
    return low
  }
}

function list(requests: number[]): string {
  const sorted = requests.sort((a, b) => a - b)
  if (sorted.length <= 3) return sorted.map((request) => `#${request}`).join(', ')
  const [first, last] = [sorted[0]!, sorted.at(-1)!]
  const gapless = last - first === sorted.length - 1
  return gapless ? `#${first} … #${last}` : `#${first}, #${sorted[1]} and ${sorted.length - 2} more`
}
