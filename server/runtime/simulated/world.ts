/**
 * Everything around a simulated program: clock, network, clients, database. Time is a number that jumps from
 * one event to the next, so waiting costs nothing and the same seed gives the same run.
 */
import type { Effect } from '../../kernel/effect.ts'
import type { EndReason, Happening, Position } from '../../kernel/events.ts'
import { Kernel } from '../../kernel/kernel.ts'
import type { Part } from '../../mongo/part.ts'
import type { Seed } from '../../mongo/seed.ts'
import type { RunRequest } from '../../run.ts'
import { Services } from '../../services/services.ts'
import { Ring } from '../../trace/ring.ts'
import { type ClientAction, LoadGenerator } from '../load/load-generator.ts'
import { leftWaiting, outcomeOf } from '../load/outcome.ts'
import { Database } from './database.ts'
import { Drain } from './drain.ts'

/** The effects that concern guests: their driver sees to them. */
export type GuestEffect = Extract<Effect, { kind: 'run' | 'spawn' }>

/** Clients come when the server has listened for so long, µs: it waits for them by then. */
const OPENING = 1000
/** The longest run, µs of virtual time. */
const RUN_LIMIT = 3_600_000_000

/** The address by which programs know the database. */
const DATABASE = { host: 'mongodb', port: 27017 }

export class World {
  readonly ring = new Ring()
  readonly kernel: Kernel
  readonly #load: LoadGenerator
  readonly #database: Database
  readonly #drain = new Drain()
  readonly #services: Services
  readonly #request: RunRequest
  /** Kernel connection of each client, and back. */
  readonly #connectionOf = new Map<number, number>()
  readonly #clientOf = new Map<number, number>()
  #now = 0
  #ops = 0
  #port: number | undefined
  /** Effects for the guests that nobody has taken yet. */
  #guestEffects: GuestEffect[] = []

  constructor(request: RunRequest, seeds: readonly Seed[], parts: readonly Part[]) {
    const emit = (lane: string, number: number, happening: Happening) =>
      this.ring.record(this.#now, lane, number, happening)
    const clock = () => this.#now
    const latency = request.latency * 1000
    this.#request = request
    this.kernel = new Kernel({ emit, clock })
    const pause = (request.pause ?? 0) * 1000
    this.#load = new LoadGenerator({ ...request, pause, spread: latency, emit })
    const network = { latency, clock, emit, nextOp: () => this.#nextOp() }
    this.#database = new Database({ ...network, seeds, parts, dials: request.database, seed: request.seed })
    this.#services = new Services(network)
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
    const { threadsMade: threads, processesMade: processes } = this.kernel
    const cursors = this.#database.cursors.left.size
    this.ring.record(this.#now, 'run', 0, {
      kind: 'run-end',
      reason,
      threads,
      ...(processes > 1 && { processes }),
      ...(cursors > 0 && { cursors }),
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
    while (!this.play(until));
  }

  /** Lets the next thing happen that is due by then; when nothing is left, it is that time, and the answer is true. */
  play(until: number): boolean {
    const next = this.#nextDeadline()
    const nothingLeft = next === undefined || next > until
    if (nothingLeft) this.#goTo(until)
    else this.#happen(next)
    return nothingLeft || this.ended
  }

  /** Jumps to the next event, or ends the run if there will be none that matters. */
  step(): void {
    const next = this.#nextDeadline()
    if (next === undefined || this.#hopeless || this.#forNobody(next)) this.#endInSilence()
    else this.#happen(next)
  }

  /** The program's main function has returned, and so the run is over. */
  endReturned(): void {
    this.end('returned', leftWaiting(this.#load))
  }

  #endInSilence(): void {
    const { reason, message } = outcomeOf(this.#load)
    if (this.#port !== undefined) this.end(reason, message)
    else this.end('deadlock', 'the program waits, and nobody listens')
  }

  /** Every client will have given up before anything else can happen. */
  get #hopeless(): boolean {
    const patience = this.#load.lastPatience
    const next = earliest([
      this.kernel.nextDeadline,
      this.#database.nextDeadline,
      this.#services.nextDeadline,
    ])
    return patience !== undefined && (next === undefined || next > patience)
  }

  /** Nobody listens, and the next thing to happen is a timer as far away as the longest run: a loop's own poll. */
  #forNobody(next: number): boolean {
    return this.#port === undefined && next - this.#now >= RUN_LIMIT
  }

  #nextOp(): number {
    this.#ops += 1
    return this.#ops
  }

  #nextDeadline(): number | undefined {
    this.#perform()
    return earliest([
      this.kernel.nextDeadline,
      this.#load.nextDeadline,
      this.#drain.nextDeadline,
      this.#database.nextDeadline,
      this.#services.nextDeadline,
    ])
  }

  #goTo(time: number): void {
    this.#now = Math.min(Math.max(this.#now, time), RUN_LIMIT)
    if (this.#now < RUN_LIMIT) return
    const silent = this.#port === undefined ? ', and nobody listens' : ''
    this.end('limit', `run-time limit: the run took more than ${RUN_LIMIT / 1e6} s${silent}`)
  }

  #happen(deadline: number): void {
    this.#goTo(deadline)
    if (this.ended) return
    for (const { id, bytes } of [...this.#database.due(), ...this.#services.due()]) {
      if (bytes) this.kernel.received(id, bytes)
      else this.kernel.ended(id)
    }
    for (const piece of this.#drain.due(this.#now)) this.kernel.drained(piece.connection, piece.bytes)
    this.kernel.advance()
    for (const action of this.#load.due(this.#now)) this.#act(action)
    this.#perform()
  }

  /** Does what the kernel wants, until it wants nothing more. */
  #perform(): void {
    for (let effects = this.kernel.takeEffects(); effects.length > 0; effects = this.kernel.takeEffects()) {
      for (const effect of effects) this.#do(effect)
    }
    if (this.#load.done && this.#port !== undefined && !this.ended) this.#endServed()
  }

  /** Everybody has left. In virtual time nobody else can come, so an open run is over too. */
  #endServed(): void {
    const { reason, message } = outcomeOf(this.#load)
    if (this.#request.mode === 'open') this.end('stopped')
    else this.end(reason, message)
  }

  #do(effect: Effect): void {
    switch (effect.kind) {
      case 'run':
      case 'spawn':
        this.#guestEffects.push(effect)
        break
      case 'kill':
        this.end('limit', effect.reason, effect.at)
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
        this.#close(effect.connection)
        break
      case 'shutdown':
        if (this.#services.has(effect.connection)) this.#services.shutdown(effect.connection)
        else this.#close(effect.connection)
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
    const isDatabase = host === DATABASE.host && port === DATABASE.port
    const peer = isDatabase
      ? this.#database.connect(connection)
      : this.#services.connect(connection, host, port)
    if (peer === undefined) this.kernel.failed(connection, 'ECONNREFUSED')
    else this.kernel.established(connection, peer)
  }

  #send({ connection, bytes, request }: Extract<Effect, { kind: 'send' }>): void {
    const client = this.#clientOf.get(connection)
    const size = bytes.length
    const gone = !this.#database.has(connection) || this.#drain.takes(connection, size, this.#now)
    if (gone) this.kernel.drained(connection, size)
    if (client !== undefined) {
      for (const action of this.#load.received(client, bytes, this.#now)) this.#act(action)
    } else if (this.#services.has(connection)) this.#services.receive(connection, bytes, request)
    else this.#database.receive(connection, bytes, request)
  }

  #close(connection: number): void {
    const client = this.#clientOf.get(connection)
    if (client !== undefined) this.#hangUp(client)
    else if (this.#services.has(connection)) this.#services.close(connection)
    else this.#database.close(connection)
  }

  #hangUp(client: number): void {
    this.#forget(client)
    for (const action of this.#load.closed(client, 'the server hung up', this.#now)) this.#act(action)
  }

  #act(action: ClientAction): void {
    const { client } = action
    if (action.kind === 'connect') {
      this.#arrive(client)
      return
    }
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

function earliest(deadlines: (number | undefined)[]): number | undefined {
  const set = deadlines.filter((deadline) => deadline !== undefined)
  return set.length === 0 ? undefined : Math.min(...set)
}
