/**
 * How a database serves commands, as a model: so many threads, a time for each command, a lock on each
 * collection. Sans-IO: it's told what time it is, and says when it wants to be asked again.
 *
 *     enter ──► waits for a lock, a thread ──► begin ──── its time passes ────► end
 *                                                └─► the database does it, and has answered
 *
 * The database does a command when its service begins, not when it arrives and not when it ends: so writes
 * happen in the order in which they got the lock, and the reply says how many documents the time has to count.
 * A command that waits for a lock takes no thread meanwhile: those who don't want that lock go on.
 */
import type { CommandWait, DatabaseDials } from '../kernel/events.ts'

/** A command as the queue sees it. Both functions are told the time, µs. */
export interface Job {
  readonly op: number
  /** The collection it's about, `db.name`: what a lock is on. */
  readonly namespace: string
  readonly writes: boolean
  /** It may wait inside the database until something happens there; for that it needs no thread. */
  readonly patient: boolean
  /** Its service begins; `waited` is what it has waited for last. */
  begin(now: number, waited: CommandWait | undefined): void
  /** Its service is over, and the database has answered. */
  end(now: number): void
}

/** What keeps a command from being served, and the command that has it. */
export interface Obstacle {
  waits: CommandWait
  behind?: number
}

export interface ServiceOptions {
  /** The latency of the network between program and database, there and back, µs. */
  latency: number
  dials?: DatabaseDials | undefined
  /** Numbers in [0, 1), for jitter. Not asked without it. */
  random: () => number
}

interface Entry {
  job: Job
  /** What jitter makes of its times: 1 is no change. */
  factor: number
  waited: CommandWait | undefined
  /** When its time is over, µs; before it begins, 0. */
  over: number
  answered: boolean
  /** It was patient for longer than its time, and gave its thread back. */
  away: boolean
}

/** The one queue of a run's database. All times are µs on the caller's clock. */
export class ServiceQueue {
  readonly #options: ServiceOptions
  /** In the order of arrival. */
  readonly #waiting: Entry[] = []
  /** Begun and not over. */
  readonly #serving = new Map<Job, Entry>()
  /** Threads that serve. */
  #busy = 0
  #advancing = false

  constructor(options: ServiceOptions) {
    this.#options = options
  }

  /** The latency of the next reply, µs: what was dialled, give or take the jitter. */
  latency(): number {
    return Math.round(this.#options.latency * this.#vary())
  }

  /** What would keep this command waiting if it came now; undefined if it would be served at once. */
  obstacle(job: Job): Obstacle | undefined {
    return this.#obstacle(job, this.#waiting)
  }

  /** A command arrives. It begins now, or when `advance` is told of a time at which it can. */
  enter(job: Job, now: number): void {
    this.#waiting.push({
      job,
      factor: this.#vary(),
      waited: undefined,
      over: 0,
      answered: false,
      away: false,
    })
    this.advance(now)
  }

  /** The database has answered a command under way; it found or wrote so many documents. */
  answered(job: Job, documents: number, now: number): void {
    const entry = this.#serving.get(job)
    if (!entry || entry.answered) return
    const { document = 0 } = this.#options.dials?.service ?? {}
    entry.over += micros(documents * document * entry.factor)
    entry.answered = true
    this.advance(now)
  }

  /** Nobody waits for this command any more. True: it had not begun, and never will. */
  leave(job: Job, now: number): boolean {
    const index = this.#waiting.findIndex((entry) => entry.job === job)
    if (index >= 0) this.#waiting.splice(index, 1)
    else this.answered(job, 0, now)
    this.advance(now)
    return index >= 0
  }

  /** Ends what is over by now, and begins what can. */
  advance(now: number): void {
    // Jobs call back: whoever is at it already sees to what they add.
    if (this.#advancing) return
    this.#advancing = true
    while (this.#finish(now) || this.#admit(now));
    this.#advancing = false
  }

  /** When `advance` has something to do; undefined: not before somebody enters or the database answers. */
  get nextDeadline(): number | undefined {
    let next: number | undefined
    for (const entry of this.#serving.values()) {
      if (isOverSometime(entry) && !(next !== undefined && next <= entry.over)) next = entry.over
    }
    return next
  }

  /** Ends one command, the one that was over first. */
  #finish(now: number): boolean {
    let first: Entry | undefined
    for (const entry of this.#serving.values()) {
      if (entry.over <= now && isOverSometime(entry) && (!first || entry.over < first.over)) first = entry
    }
    if (!first) return false
    if (!first.away) this.#busy -= 1
    first.away = true
    if (!first.answered) return true
    this.#serving.delete(first.job)
    first.job.end(now)
    return true
  }

  /** Begins one command, the first that nothing keeps. */
  #admit(now: number): boolean {
    for (const [index, entry] of this.#waiting.entries()) {
      const obstacle = this.#obstacle(entry.job, this.#waiting.slice(0, index))
      if (obstacle) {
        entry.waited = obstacle.waits
        continue
      }
      const { read = 0, write = 0 } = this.#options.dials?.service ?? {}
      this.#waiting.splice(index, 1)
      this.#serving.set(entry.job, entry)
      this.#busy += 1
      entry.over = now + micros((entry.job.writes ? write : read) * entry.factor)
      entry.job.begin(now, entry.waited)
      return true
    }
    return false
  }

  #obstacle(job: Job, ahead: readonly Entry[]): Obstacle | undefined {
    const { threads = Number.POSITIVE_INFINITY, lock = 'none' } = this.#options.dials ?? {}
    const rival = lock === 'none' ? undefined : this.#rival(job, ahead, lock === 'all')
    if (rival) return { waits: 'lock', behind: rival.op }
    return this.#busy >= threads ? { waits: 'thread' } : undefined
  }

  /** Who has the lock that this one wants, or came earlier and waits for it. */
  #rival(job: Job, ahead: readonly Entry[], readsToo: boolean): Job | undefined {
    const shares = (other: Job) => (readsToo ? !job.writes && !other.writes : !job.writes || !other.writes)
    const holders = [...this.#serving.values()].filter(({ away }) => !away)
    return [...holders, ...ahead]
      .map((entry) => entry.job)
      .find((other) => other.namespace === job.namespace && !shares(other))
  }

  #vary(): number {
    const { dials, random } = this.#options
    return dials?.jitter ? 1 + dials.jitter * (2 * random() - 1) : 1
  }
}

/** It will end, or give its thread back, without anybody doing more. */
function isOverSometime({ answered, away, job }: Entry): boolean {
  return answered || (job.patient && !away)
}

function micros(ms: number): number {
  return Math.round(ms * 1000)
}
