/**
 * What threads share: locks, conditions, queues and counters. Each goes by a name that the library gives it, is
 * there from its first use, and is forgotten as soon as it's as it was at first, so nobody has to close one.
 */
import type { PendingCall, Thread } from './thread.ts'

/** Most objects in use at once: a lock that nobody has and a queue with nothing in it don't count. */
export const OBJECT_LIMIT = 1000
/** Most values in one queue. */
export const QUEUE_LIMIT = 10_000
/** Most characters of JSON that queues and ended threads may hold together. */
export const STORE_LIMIT = 16 << 20

/** A lock, or several permits that threads take and give back. */
export class Semaphore {
  readonly name: string
  readonly permits: number
  free: number
  /** Who has taken one and not given it back. */
  readonly holders: Thread[] = []
  waiting: PendingCall[] = []

  constructor(name: string, permits: number) {
    this.name = name
    this.permits = permits
    this.free = permits
  }

  get unused(): boolean {
    return this.free === this.permits && this.waiting.length === 0
  }

  /** Takes a permit, if there's one. */
  take(thread: Thread): boolean {
    if (this.free === 0) return false
    this.free -= 1
    this.holders.push(thread)
    return true
  }

  /** Gives a permit back; the one it took itself, if it took one. */
  give(thread: Thread): void {
    this.free += 1
    this.holders.splice(Math.max(0, this.holders.indexOf(thread)), 1)
  }
}

/** Threads that wait to be told something. */
export class Condition {
  readonly name: string
  waiting: PendingCall[] = []
  readonly #told = new Set<PendingCall>()

  constructor(name: string) {
    this.name = name
  }

  get unused(): boolean {
    return this.waiting.length === 0
  }

  /** Tells so many of those who wait, the longest waiting first, and answers how many it told. */
  tell(count: number): number {
    const listening = this.waiting.filter((call) => waits(call) && !this.#told.has(call)).slice(0, count)
    for (const call of listening) this.#told.add(call)
    return listening.length
  }

  /** Whether this call was told, once. */
  hears(call: PendingCall): boolean {
    return this.#told.delete(call)
  }
}

/** Values on their way from thread to thread, first in, first out. */
export class Queue {
  readonly name: string
  readonly values: { value: unknown; size: number }[] = []
  waiting: PendingCall[] = []

  constructor(name: string) {
    this.name = name
  }

  get unused(): boolean {
    return this.values.length === 0 && this.waiting.length === 0
  }
}

/** A number that one call changes in one go. */
export class Counter {
  readonly name: string
  waiting: PendingCall[] = []
  value = 0

  constructor(name: string) {
    this.name = name
  }

  get unused(): boolean {
    return this.value === 0
  }
}

/** Anything that threads share. */
export type KernelObject = Semaphore | Condition | Queue | Counter

/** Whether the call's thread still waits for it: its time may be over, or the thread. */
const waits = (call: PendingCall): boolean => call.thread.pending.includes(call)

/** Tries calls again; answers those that still have to wait. */
type Retry = (calls: PendingCall[], by: string) => PendingCall[]

export class Objects {
  readonly #byName = new Map<string, KernelObject>()
  readonly #changed = new Map<KernelObject, string>()
  /** Characters of JSON that lie in queues and in the results of threads. */
  stored = 0

  /** The object of that name, if it's there. */
  find(name: string): KernelObject | undefined {
    return this.#byName.get(name)
  }

  /** Keeps an object for as long as it's in use. */
  add<T extends KernelObject>(object: T): T {
    this.#byName.set(object.name, object)
    this.#changed.set(object, '')
    return object
  }

  /** Whether there are as many as there may be. */
  get full(): boolean {
    if (this.#byName.size >= OBJECT_LIMIT) this.#tidy()
    return this.#byName.size >= OBJECT_LIMIT
  }

  /** Something is different now, because of `by`: whoever waits for it is told when the call is over. */
  change(object: KernelObject, by: string): void {
    this.#changed.set(object, by)
  }

  /** Lets those go on who waited for what has changed, and forgets what is as it was at first. */
  settle(retry: Retry): void {
    for (const [object, by] of this.#changed) {
      this.#changed.delete(object)
      object.waiting = retry(object.waiting, by)
      if (object.unused) this.#byName.delete(object.name)
    }
  }

  /** Forgets what was kept only because of calls that have waited long enough since. */
  #tidy(): void {
    for (const object of this.#byName.values()) {
      object.waiting = object.waiting.filter(waits)
      if (object.unused) this.#byName.delete(object.name)
    }
  }
}
