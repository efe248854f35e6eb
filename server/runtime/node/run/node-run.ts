/**
 * One run on the node runtime: the kernel in this thread, each guest thread an OS thread of its own, real
 * TCP to clients and database, the real clock.
 */
import { randomUUID } from 'node:crypto'
import { compileRequest } from '../../../compile-request.ts'
import type { EventQueue } from '../../../event-queue.ts'
import type { Effect } from '../../../kernel/effect.ts'
import type { EndReason, Happening, Position, TraceEvent } from '../../../kernel/events.ts'
import { Kernel } from '../../../kernel/kernel.ts'
import type { RunRequest } from '../../../run.ts'
import { runStart } from '../../../run-start.ts'
import { Ring } from '../../../trace/ring.ts'
import type { Endpoint } from '../database/database-endpoint.ts'
import type { GuestPool } from './guest-pool.ts'
import { Network } from './network.ts'
import { Threads } from './threads.ts'

export interface NodeRunOptions {
  request: RunRequest
  /** Where the database listens. */
  database: Endpoint
  /** Takes the run's events, and is ended when nothing of the run is left. */
  events: EventQueue
}

/** Events are handed out at most so often, ms. */
const BATCH = 30
/** The longest run that isn't open, ms. */
const LONGEST = 600_000
/** A timer can't be set for longer, ms: it goes off early, and is set again. */
const LONGEST_TIMER = 2 ** 31 - 1

export class NodeRun {
  readonly #request: RunRequest
  readonly #events: EventQueue
  readonly #ring = new Ring()
  readonly #began = performance.timeOrigin + performance.now()
  readonly #kernel: Kernel
  readonly #network: Network
  #threads: Threads | undefined
  #place: (event: TraceEvent) => TraceEvent = (event) => event
  #alarm: ReturnType<typeof setTimeout> | undefined
  #limit: ReturnType<typeof setTimeout> | undefined
  #flusher: ReturnType<typeof setInterval> | undefined
  #pumping = false
  #ended = false

  constructor({ request, database, events }: NodeRunOptions) {
    const emit = (lane: string, number: number, happening: Happening) =>
      this.#ring.record(this.#clock(), lane, number, happening)
    const clock = () => this.#clock()
    this.#request = request
    this.#events = events
    this.#kernel = new Kernel({ emit, clock })
    this.#network = new Network({
      kernel: this.#kernel,
      request,
      database,
      clock,
      emit,
      changed: () => this.#pump(),
      served: () => this.#served(),
      failed: ({ message }) => this.end('failed', `the server could not listen: ${message}`),
    })
  }

  /** Compiles the program and starts it. */
  begin(pool: GuestPool): void {
    const request = this.#request
    this.#flusher = setInterval(() => this.#flush(), BATCH)
    if (request.mode === 'burst') this.#limit = setTimeout(() => this.#tooLong(), LONGEST)
    this.#ring.record(0, 'run', 0, runStart(request, 'node', `node-${randomUUID().slice(0, 8)}`))
    const compiled = compileRequest(request, false)
    if ('message' in compiled) {
      this.end('failed', compiled.message, compiled.at)
      return
    }
    this.#place = compiled.place
    this.#threads = new Threads({
      kernel: this.#kernel,
      pool,
      program: compiled.program,
      seed: request.seed,
      began: this.#began,
      clock: () => this.#clock(),
      ready: request.style === 'threads' ? request.clients : 0,
      record: (t, lane, number, happening) => this.#ring.record(t, lane, number, happening),
      changed: () => this.#pump(),
      over: (reason, message, at) => this.#over(reason, message, at),
    })
    this.#threads.boot()
  }

  /** Ends the run now, if it hasn't ended yet, and everything that belongs to it. */
  end(reason: EndReason, message?: string, at?: Position): void {
    if (this.#ended) return
    this.#ended = true
    clearTimeout(this.#alarm)
    clearTimeout(this.#limit)
    clearInterval(this.#flusher)
    const cursors = this.#network.cursorsLeft
    const processes = this.#kernel.processesMade
    this.#ring.record(this.#clock(), 'run', 0, {
      kind: 'run-end',
      reason,
      threads: this.#threads?.ran ?? 0,
      ...(processes > 1 && { processes }),
      ...(cursors > 0 && { cursors }),
      ...(message !== undefined && { message }),
      ...(at && { at }),
    })
    this.#flush()
    void this.#close()
  }

  /** Microseconds since the run began. */
  #clock(): number {
    return Math.round((performance.timeOrigin + performance.now() - this.#began) * 1000)
  }

  /** Does what the kernel wants, and sets the alarm for its next timer. */
  #pump(): void {
    if (this.#pumping || this.#ended) return
    this.#pumping = true
    for (let effects = this.#kernel.takeEffects(); effects.length > 0; effects = this.#kernel.takeEffects()) {
      for (const effect of effects) this.#perform(effect)
    }
    this.#pumping = false
    if (this.#ended) return
    this.#threads?.showContention()
    this.#setAlarm()
    if (this.#isStuck) this.end('deadlock', 'the program waits, and nobody listens')
  }

  /** Nothing can happen again, or nothing but a timer beyond the longest run: an event loop polls for an hour. */
  get #isStuck(): boolean {
    const next = this.#kernel.nextDeadline
    const waits = next === undefined || next - this.#clock() > LONGEST * 1000
    return waits && this.#network.silent && this.#threads?.asleep === true
  }

  #setAlarm(): void {
    clearTimeout(this.#alarm)
    const next = this.#kernel.nextDeadline
    if (next === undefined) return
    const wait = Math.min(LONGEST_TIMER, Math.max(0, Math.ceil((next - this.#clock()) / 1000)))
    this.#alarm = setTimeout(() => {
      this.#kernel.advance()
      this.#pump()
    }, wait)
  }

  #perform(effect: Effect): void {
    if (this.#ended) return
    if (effect.kind === 'run') this.#threads?.run(effect.thread, effect.completions)
    else if (effect.kind === 'spawn') this.#threads?.spawn(effect.thread, effect.target, effect.args)
    else if (effect.kind === 'kill') this.end('limit', effect.reason, effect.at)
    else this.#network.perform(effect)
  }

  /** The program has ended. A request that waits now won't be answered any more. */
  #over(reason: EndReason, message?: string, at?: Position): void {
    this.end(reason, message ?? (reason === 'returned' ? this.#network.leftWaiting : undefined), at)
  }

  #served(): void {
    if (this.#request.mode === 'open') return
    const { reason, message } = this.#network.outcome
    this.end(reason, message)
  }

  #tooLong(): void {
    this.end('limit', `run-time limit: the run took more than ${LONGEST / 1000} s`)
  }

  #flush(): void {
    const events = this.#ring.drain()
    if (events.length > 0) this.#events.push(events.map(this.#place))
  }

  async #close(): Promise<void> {
    await Promise.all([this.#network.close(), this.#threads?.close()])
    this.#events.end()
  }
}
