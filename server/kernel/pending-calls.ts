/** Calls that couldn't complete at once: what each of them waits for, and how it's tried again. */
import type { Descriptor } from './descriptors.ts'
import type { Scheduler } from './scheduler.ts'
import type { PendingCall } from './thread.ts'
import { Timers } from './timers.ts'

/** Calls of one thread that may be under way at once: the library makes one, and each costs whatever changes. */
const PENDING_LIMIT = 64

export class PendingCalls {
  readonly #scheduler: Scheduler
  readonly #clock: () => number
  readonly #timers = new Timers()
  #polls: PendingCall[] = []
  #joins: PendingCall[] = []

  /** `clock` gives µs since the run began. */
  constructor(scheduler: Scheduler, clock: () => number) {
    this.#scheduler = scheduler
    this.#clock = clock
  }

  /** Keeps a call until what it waits for changes; false if its thread has too many. */
  add(call: PendingCall): boolean {
    const { submission, thread, waitsFor } = call
    if (thread.pending.length >= PENDING_LIMIT) return false
    thread.pending.push(call)
    if (waitsFor) waitsFor.waiting = withCall(waitsFor.waiting, call)
    else if (submission.op === 'poll') this.#polls = withCall(this.#polls, call)
    else if (submission.op === 'join') this.#joins = withCall(this.#joins, call)
    else if ('fd' in submission) {
      const open = thread.process.descriptors.get(submission.fd)
      if (open) open.waiting = withCall(open.waiting, call)
    }
    return true
  }

  /** Tries calls again; answers those that still have to wait. */
  retry(calls: PendingCall[], by: string): PendingCall[] {
    return calls.filter((call) => {
      if (!call.thread.pending.includes(call)) return false
      const outcome = call.attempt()
      if (!outcome) return true
      call.cancel?.()
      this.#scheduler.complete(call, outcome, by)
      return false
    })
  }

  /** Something is different about this descriptor. */
  retryOn(open: Descriptor, by: string): void {
    open.waiting = this.retry(open.waiting, by)
    this.#polls = this.retry(this.#polls, by)
  }

  /** A thread is over. */
  retryJoins(by: string): void {
    this.#joins = this.retry(this.#joins, by)
  }

  /** Sets a timer for a call and returns a predicate that tells whether it has gone off. */
  timer(ms: number, call: PendingCall): () => boolean {
    let expired = ms === 0
    if (expired) return () => true
    call.cancel = this.#timers.set(this.#clock() + Math.round(ms * 1000), () => {
      expired = true
      this.retry([call], 'the clock')
    })
    return () => expired
  }

  /** When a timer goes off next, µs. */
  get nextDeadline(): number | undefined {
    return this.#timers.next
  }

  /** Lets timers go off that are due. */
  advance(): void {
    this.#timers.advance(this.#clock())
  }
}

/** The call joins those that wait. Of these, some may have waited long enough since anybody looked. */
function withCall(waiting: readonly PendingCall[], call: PendingCall): PendingCall[] {
  return [...waiting.filter((other) => other.thread.pending.includes(other)), call]
}
