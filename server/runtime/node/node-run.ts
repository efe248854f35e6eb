/**
 * One run on the node runtime: the kernel in this thread, each guest thread an OS thread of its own, real
 * TCP to clients and database, the real clock.
 */
import { closingEvent } from '../../closing-event.ts'
import { compileRequest } from '../../compile-request.ts'
import { EventQueue } from '../../event-queue.ts'
import type { Effect } from '../../kernel/effect.ts'
import type { EndReason, Happening, Position, TraceEvent } from '../../kernel/events.ts'
import { Kernel } from '../../kernel/kernel.ts'
import type { Emit } from '../../kernel/scheduler.ts'
import type { Run, RunRequest } from '../../run.ts'
import { runStart } from '../../run-start.ts'
import { Ring } from '../../trace/ring.ts'
import { LoadGenerator } from '../load/load-generator.ts'
import { Clients } from './clients.ts'
import { DatabaseConnections } from './database-connections.ts'
import type { GuestPool } from './guest-pool.ts'
import { GuestPorts } from './guest-ports.ts'
import { Threads } from './threads.ts'

export interface NodeRunOptions {
  request: RunRequest
  pool: GuestPool
  database: { host: string; port: number }
}

/** Events are handed out at most so often, ms. */
const BATCH = 30
/** Clients come when the server has listened for so long, µs: it waits for them by then. */
const OPENING = 2000
/** The address by which programs know the database. */
const DATABASE = { host: 'mongodb', port: 27017 }

export class NodeRun implements Run {
  readonly events = new EventQueue()
  readonly #request: RunRequest
  readonly #ring = new Ring()
  readonly #began = performance.timeOrigin + performance.now()
  readonly #kernel: Kernel
  readonly #load: LoadGenerator
  readonly #clients: Clients
  readonly #ports: GuestPorts
  readonly #database: DatabaseConnections
  readonly #threads: Threads | undefined
  #place: (event: TraceEvent) => TraceEvent = (event) => event
  #timer: ReturnType<typeof setTimeout> | undefined
  #flusher: ReturnType<typeof setInterval>
  #pumping = false
  #ended = false

  constructor({ request, pool, database }: NodeRunOptions) {
    this.#request = request
    const emit = this.#emit.bind(this)
    const clock = this.#clock.bind(this)
    this.#kernel = new Kernel({ emit, clock })
    this.#load = new LoadGenerator({ ...request, spread: request.latency * 1000, emit })
    this.#clients = new Clients({ load: this.#load, clock, done: () => this.#allAnswered() })
    this.#ports = this.#openPorts(emit)
    this.#database = this.#connectDatabase(database, emit, clock)
    this.#flusher = setInterval(() => this.#flush(), BATCH)
    emit('run', 0, runStart(request, 'node', `node-${Math.round(this.#began)}`))
    this.#threads = this.#startThreads(pool)
  }

  stop(): void {
    this.#end('stopped')
  }

  /** Microseconds since the run began. */
  #clock(): number {
    return Math.round((performance.timeOrigin + performance.now() - this.#began) * 1000)
  }

  #emit(lane: string, request: number, happening: Happening): void {
    this.#ring.record(this.#clock(), lane, request, happening)
  }

  #startThreads(pool: GuestPool): Threads | undefined {
    const compiled = compileRequest(this.#request, false)
    if ('message' in compiled) {
      queueMicrotask(() => this.#end('failed', compiled.message, compiled.at))
      return undefined
    }
    this.#place = compiled.place
    const threads = new Threads({
      kernel: this.#kernel,
      pool,
      program: compiled.program,
      seed: this.#request.seed,
      began: this.#began,
      ready: this.#request.style === 'threads' ? this.#request.clients : 0,
      record: (t, lane, request, happening) => this.#ring.record(t, lane, request, happening),
      changed: () => this.#pump(),
      over: (reason, message, at) => this.#end(reason, message, at),
    })
    threads.boot()
    return threads
  }

  #openPorts(emit: Emit): GuestPorts {
    return new GuestPorts({
      kernel: this.#kernel,
      load: this.#load,
      clients: this.#clients,
      expected: this.#request,
      emit,
      changed: () => this.#pump(),
      listening: (port, mapped) => this.#listening(port, mapped),
    })
  }

  #connectDatabase(
    address: { host: string; port: number },
    emit: Emit,
    clock: () => number,
  ): DatabaseConnections {
    const kernel = this.#kernel
    const told =
      <Args extends unknown[]>(tell: (...args: Args) => unknown) =>
      (...args: Args) => {
        tell(...args)
        this.#pump()
      }
    return new DatabaseConnections({
      address,
      latency: this.#request.latency * 1000,
      clock,
      emit,
      established: told((id: number, name: string) => kernel.established(id, name)),
      refused: told((id: number) => kernel.failed(id, 'ECONNREFUSED')),
      received: told((id: number, bytes: Uint8Array) => kernel.received(id, bytes)),
      drained: told((id: number, bytes: number) => kernel.drained(id, bytes)),
      ended: told((id: number) => kernel.ended(id)),
    })
  }

  #listening(port: number, mapped: number): void {
    this.#emit('run', 0, { kind: 'listening', port, address: `http://127.0.0.1:${mapped}` })
    this.#clients.begin(mapped, this.#clock() + OPENING)
  }

  /** Does what the kernel wants, and sets the alarm for its next timer. */
  #pump(): void {
    if (this.#pumping || this.#ended) return
    this.#pumping = true
    for (let effects = this.#kernel.takeEffects(); effects.length > 0; effects = this.#kernel.takeEffects()) {
      for (const effect of effects) this.#do(effect)
    }
    this.#pumping = false
    this.#threads?.showContention()
    this.#setAlarm()
  }

  #setAlarm(): void {
    clearTimeout(this.#timer)
    const next = this.#kernel.nextDeadline
    if (next === undefined || this.#ended) return
    const wait = Math.max(0, Math.ceil((next - this.#clock()) / 1000))
    this.#timer = setTimeout(() => {
      this.#kernel.advance()
      this.#pump()
    }, wait)
  }

  #do(effect: Effect): void {
    switch (effect.kind) {
      case 'run':
        this.#threads?.run(effect.thread, effect.completions)
        break
      case 'spawn':
        this.#threads?.spawn(effect.thread, effect.target, effect.args)
        break
      case 'kill':
        this.#end('limit', effect.reason)
        break
      case 'listen':
        this.#ports.listen(effect.port)
        break
      case 'connect':
        this.#connect(effect)
        break
      case 'send':
        if (this.#ports.has(effect.connection)) this.#ports.send(effect.connection, effect.bytes)
        else this.#database.send(effect.connection, effect.bytes, effect.request)
        break
      case 'resume':
        this.#ports.resume(effect.connection)
        break
      case 'shutdown':
      case 'close':
        if (this.#ports.has(effect.connection)) this.#ports.close(effect.connection)
        else this.#database.close(effect.connection)
        break
    }
  }

  #connect({ connection, host, port }: Extract<Effect, { kind: 'connect' }>): void {
    if (host === DATABASE.host && port === DATABASE.port) this.#database.connect(connection)
    else this.#kernel.failed(connection, 'ECONNREFUSED')
  }

  #allAnswered(): void {
    if (this.#request.mode === 'burst') this.#end('answered')
  }

  #flush(): void {
    const events = this.#ring.drain()
    if (events.length > 0) this.events.push(events.map(this.#place))
  }

  #end(reason: EndReason, message?: string, at?: Position): void {
    if (this.#ended) return
    this.#ended = true
    clearTimeout(this.#timer)
    clearInterval(this.#flusher)
    const { seq: _seq, t, lane, request, ...happening } = closingEvent([], reason, message, this.#clock())
    const threads = this.#threads?.ran ?? 0
    this.#ring.record(t, lane, request, { ...happening, threads, ...(at ? { at } : {}) } as Happening)
    this.#flush()
    void this.#close()
  }

  async #close(): Promise<void> {
    this.#clients.close()
    this.#database.closeAll()
    await Promise.all([this.#ports.closeAll(), this.#threads?.close()])
    this.events.end()
  }
}
