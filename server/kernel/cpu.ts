/**
 * The CPU is a thing the kernel hands out: to run, a thread needs a core, and the token of its process, of which
 * there is one. That is Python's GIL: threads of one process take turns, processes run side by side.
 */

interface Claim {
  thread: number
  process: number
}

export class Cpu {
  readonly #tokens: number
  readonly #holders: (Claim | undefined)[]
  readonly #queue: Claim[] = []

  /** `tokens` is how many threads of one process may run at once. */
  constructor(tokens = 1, cores = 4) {
    this.#tokens = tokens
    this.#holders = Array.from({ length: Math.max(tokens, cores) }, () => undefined)
  }

  /** Whether somebody could run if this thread didn't. */
  contends(thread: number): boolean {
    const own = this.#holders.find((claim) => claim?.thread === thread)?.process
    return this.#queue.some(({ process }) => process === own || this.#hasToken(process))
  }

  /** Takes a core for the thread, or puts it at the end of the queue. */
  acquire(thread: number, process: number): number | undefined {
    const core = this.#coreFor(process)
    if (core === undefined) this.#queue.push({ thread, process })
    else this.#holders[core] = { thread, process }
    return core
  }

  /** Gives the thread's core back; answers who of those in the queue runs now, and where. */
  release(thread: number): { thread: number; core: number } | undefined {
    const waiting = this.#queue.findIndex((claim) => claim.thread === thread)
    if (waiting >= 0) this.#queue.splice(waiting, 1)
    const held = this.#holders.findIndex((claim) => claim?.thread === thread)
    if (held < 0) return undefined
    this.#holders[held] = undefined
    const next = this.#queue.findIndex(({ process }) => this.#coreFor(process) !== undefined)
    if (next < 0) return undefined
    const [claim] = this.#queue.splice(next, 1)
    return { thread: claim!.thread, core: this.acquire(claim!.thread, claim!.process)! }
  }

  #hasToken(process: number): boolean {
    return this.#holders.filter((claim) => claim?.process === process).length < this.#tokens
  }

  /** A process stays on a core as long as it can: it's easier to follow. */
  #coreFor(process: number): number | undefined {
    if (!this.#hasToken(process)) return undefined
    const home = (process - 1) % this.#holders.length
    const core = this.#holders[home] === undefined ? home : this.#holders.indexOf(undefined)
    return core < 0 ? undefined : core
  }
}
