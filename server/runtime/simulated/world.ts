/**
 * Everything around a simulated program: clock, network, clients, database. Time is a number that jumps from
 * one event to the next, so waiting costs nothing and the same seed gives the same run.
 */
import type { Effect } from '../../kernel/effect.ts'
import type { EndReason, Happening, Position } from '../../kernel/events.ts'
import { Kernel } from '../../kernel/kernel.ts'
import type { Seed } from '../../mongo/seed.ts'
import type { RunRequest } from '../../run.ts'
import { Ring } from '../../trace/ring.ts'
import { type ClientAction, LoadGenerator } from '../load/load-generator.ts'
import { Database } from './database.ts'

/** What the thread driver does with the effects that concern guests. */
export type GuestEffect = Extract<Effect, { kind: 'run' | 'spawn' | 'kill' }>

/** Clients come when the server has listened for so long, µs: it waits for them by then. */
const OPENING = 1000

/** The address by which programs know the database. */
const DATABASE = { host: 'mongodb', port: 27017 }

export class World {
  readonly ring = new Ring()
  readonly kernel: Kernel
  readonly #load: LoadGenerator
  readonly #database: Database
  readonly #request: RunRequest
  /** Kernel connection of each client, and back. */
  readonly #connectionOf = new Map<number, number>()
  readonly #clientOf = new Map<number, number>()
  #now = 0
  #port: number | undefined
  /** Effects for the guests that nobody has taken yet. */
  #guestEffects: GuestEffect[] = []

  constructor(request: RunRequest, seeds: readonly Seed[]) {
    const emit = (lane: string, number: number, happening: Happening) =>
      this.ring.record(this.#now, lane, number, happening)
    const clock = () => this.#now
    const latency = request.latency * 1000
    this.#request = request
    this.kernel = new Kernel({ emit, clock })
    this.#load = new LoadGenerator({ ...request, spread: latency, emit })
    this.#database = new Database({ seeds, latency, seed: request.seed, clock, emit })
  }

  /** Microseconds since the run began. */
  get now(): number {
    return this.#now
  }

  get ended(): boolean {
    return this.ring.ended
  }

  /** Writes the last event. */
  end(reason: EndReason, message?: string, at?: Position): void {
    const threads = this.kernel.threadsMade
    this.ring.record(this.#now, 'run', 0, {
      kind: 'run-end',
      reason,
      threads,
      ...(message === undefined ? {} : { message }),
      ...(at === undefined ? {} : { at }),
    })
  }

  /** What the kernel wants of the guests, in order; everything else it wants is done. */
  takeGuestEffects(): GuestEffect[] {
    this.#perform()
    return this.#guestEffects.splice(0)
  }

  /** Lets so much time pass, and everything happen that is due meanwhile. */
  spend(duration: number): void {
    const until = this.#now + duration
    for (let next = this.#nextDeadline(); next !== undefined && next <= until; next = this.#nextDeadline()) {
      this.#happen(next)
    }
    this.#now = Math.max(this.#now, until)
  }

  /** Jumps to the next event. False: nothing will ever happen again. */
  step(): boolean {
    const next = this.#nextDeadline()
    if (next === undefined) return false
    this.#happen(next)
    return true
  }

  /** The run ends because nothing can happen any more. */
  endInSilence(): void {
    const waiting = this.#load.waiting.map((request) => `#${request}`)
    if (waiting.length === 0 && this.#port === undefined)
      this.end('deadlock', 'the program waits, and nobody listens')
    else if (waiting.length === 0) this.end('answered')
    else if (waiting.length === 1) this.end('deadlock', `request ${waiting[0]} was never answered`)
    else this.end('deadlock', `requests ${waiting.join(', ')} were never answered`)
  }

  #nextDeadline(): number | undefined {
    this.#perform()
    const deadlines = [this.kernel.nextDeadline, this.#load.nextDeadline, this.#database.nextDeadline]
    const set = deadlines.filter((deadline) => deadline !== undefined)
    return set.length === 0 ? undefined : Math.min(...set)
  }

  #happen(deadline: number): void {
    this.#now = Math.max(this.#now, deadline)
    for (const { id, bytes } of this.#database.due()) this.kernel.received(id, bytes)
    this.kernel.advance()
    for (const action of this.#load.due(this.#now)) this.#act(action)
    this.#perform()
  }

  /** Does what the kernel wants, until it wants nothing more. */
  #perform(): void {
    for (let effects = this.kernel.takeEffects(); effects.length > 0; effects = this.kernel.takeEffects()) {
      for (const effect of effects) this.#do(effect)
    }
    const over = this.#load.done && this.#request.mode === 'burst'
    if (over && this.#port !== undefined && !this.ended) this.end('answered')
  }

  #do(effect: Effect): void {
    switch (effect.kind) {
      case 'run':
      case 'spawn':
      case 'kill':
        this.#guestEffects.push(effect)
        break
      case 'listen':
        this.#listen(effect.port)
        break
      case 'connect':
        this.#connect(effect)
        break
      case 'send':
        this.#send(effect)
        break
      case 'close':
      case 'shutdown':
        this.#close(effect.connection)
        break
      case 'resume':
        break
    }
  }

  #listen(port: number): void {
    this.ring.record(this.#now, 'run', 0, { kind: 'listening', port })
    if (this.#port !== undefined) return
    this.#port = port
    this.#load.begin(this.#now + OPENING)
  }

  #connect({ connection, host, port }: Extract<Effect, { kind: 'connect' }>): void {
    if (host === DATABASE.host && port === DATABASE.port) {
      this.kernel.established(connection, this.#database.connect(connection))
    } else this.kernel.failed(connection, 'ECONNREFUSED')
  }

  #send({ connection, bytes, request }: Extract<Effect, { kind: 'send' }>): void {
    const client = this.#clientOf.get(connection)
    this.kernel.drained(connection, bytes.length)
    if (client !== undefined) {
      for (const action of this.#load.received(client, bytes, this.#now)) this.#act(action)
    } else if (!this.#database.receive(connection, bytes, request)) this.kernel.ended(connection)
  }

  #close(connection: number): void {
    const client = this.#clientOf.get(connection)
    if (client === undefined) return this.#database.close(connection)
    this.#forget(client)
    for (const action of this.#load.closed(client, 'the server hung up', this.#now)) this.#act(action)
  }

  #act(action: ClientAction): void {
    const { client } = action
    if (action.kind === 'connect') return this.#arrive(client)
    const connection = this.#connectionOf.get(client)
    if (connection === undefined) return
    if (action.kind === 'close') {
      this.#forget(client)
      this.kernel.ended(connection)
      return
    }
    this.kernel.requestArrives(connection, action.request)
    this.ring.record(this.#now, `client:${client}`, action.request, { kind: 'request-arrived' })
    this.kernel.received(connection, action.bytes)
  }

  #arrive(client: number): void {
    const connection = this.kernel.incoming(this.#port ?? 0, `client ${client}`)
    const actions =
      connection === undefined
        ? this.#load.closed(client, 'connection refused', this.#now)
        : this.#welcome(client, connection)
    for (const action of actions) this.#act(action)
  }

  #welcome(client: number, connection: number): ClientAction[] {
    this.#connectionOf.set(client, connection)
    this.#clientOf.set(connection, client)
    return this.#load.connected(client, this.#now)
  }

  #forget(client: number): void {
    const connection = this.#connectionOf.get(client)
    this.#connectionOf.delete(client)
    if (connection !== undefined) this.#clientOf.delete(connection)
  }
}
