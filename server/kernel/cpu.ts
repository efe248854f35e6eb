/** The CPU is a thing the kernel hands out: a thread needs one of its cores to run. One core is Python's GIL. */
export class Cpu {
  readonly #holders: (number | undefined)[]
  readonly #queue: number[] = []

  constructor(cores = 1) {
    this.#holders = Array.from({ length: cores }, () => undefined)
  }

  /** Whether somebody is ready to run and has no core. */
  get contended(): boolean {
    return this.#queue.length > 0
  }

  /** The core a thread holds, or undefined. */
  coreOf(thread: number): number | undefined {
    const core = this.#holders.indexOf(thread)
    return core < 0 ? undefined : core
  }

  /** Takes a free core for the thread, or puts it at the end of the queue. */
  acquire(thread: number): number | undefined {
    const core = this.#holders.indexOf(undefined)
    if (core < 0) {
      this.#queue.push(thread)
      return undefined
    }
    this.#holders[core] = thread
    return core
  }

  /** Gives the thread's core to the first in the queue and says who got it. */
  release(thread: number): { thread: number; core: number } | undefined {
    const waiting = this.#queue.indexOf(thread)
    if (waiting >= 0) this.#queue.splice(waiting, 1)
    const core = this.coreOf(thread)
    if (core === undefined) return undefined
    const next = this.#queue.shift()
    this.#holders[core] = next
    return next === undefined ? undefined : { thread: next, core }
  }
}
