/** Everything around the guests of a run: its clients and visitors, and the database, all on real sockets. */
import type { Effect } from '../../../kernel/effect.ts'
import type { Happening } from '../../../kernel/events.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import type { RunRequest } from '../../../run.ts'
import { LoadGenerator } from '../../load/load-generator.ts'
import { leftWaiting, outcomeOf } from '../../load/outcome.ts'
import type { Endpoint } from '../database/database-endpoint.ts'
import { Clients } from './clients.ts'
import { DatabaseConnections } from './database-connections.ts'
import { GuestPorts } from './guest-ports.ts'
import { ServiceConnections } from './service-connections.ts'

/** What the kernel wants of the network. */
export type NetworkEffect = Exclude<Effect, { kind: 'run' | 'spawn' | 'kill' }>

export interface NetworkOptions {
  kernel: Kernel
  request: RunRequest
  /** Where the database listens. */
  database: Endpoint
  /** Microseconds since the run began. */
  clock: () => number
  emit: (lane: string, request: number, happening: Happening) => void
  /** The kernel has been told something: it may want something done. */
  changed: () => void
  /** Every client is answered, or has given up. */
  served: () => void
  /** There's no port for the guest. */
  failed: (error: Error) => void
}

/** Clients come when the server has listened for so long, µs: it waits for them by then. */
const OPENING = 10_000
/** The address by which programs know the database. */
const DATABASE = { host: 'mongodb', port: 27017 }

export class Network {
  readonly #options: NetworkOptions
  readonly #load: LoadGenerator
  readonly #clients: Clients
  readonly #ports: GuestPorts
  readonly #database: DatabaseConnections
  readonly #services: ServiceConnections
  #ops = 0

  constructor(options: NetworkOptions) {
    const { request, emit, clock, served } = options
    const latency = request.latency * 1000
    this.#options = options
    const pause = (request.pause ?? 0) * 1000
    this.#load = new LoadGenerator({ ...request, pause, spread: latency, emit })
    this.#clients = new Clients({ load: this.#load, clock, done: served })
    this.#ports = new GuestPorts({
      ...options,
      load: this.#load,
      clients: this.#clients,
      expected: request,
      listening: (port, mapped) => this.#listening(port, mapped),
    })
    const backend = { ...options, latency, nextOp: () => this.#nextOp() }
    this.#services = new ServiceConnections(backend)
    this.#database = new DatabaseConnections({
      ...backend,
      address: options.database,
      dials: request.database,
      seed: request.seed,
    })
  }

  /** How the run went for its clients, once they're all served. */
  get outcome(): ReturnType<typeof outcomeOf> {
    return outcomeOf(this.#load)
  }

  /** What to say if the program ends now; nothing if no request waits. */
  get leftWaiting(): string | undefined {
    return leftWaiting(this.#load)
  }

  /** How many cursors the program has left open on the database. */
  get cursorsLeft(): number {
    return this.#database.cursors.left.size
  }

  /** Whether nothing can come in from anywhere. */
  get silent(): boolean {
    return this.#ports.none && this.#database.silent && this.#services.silent
  }

  perform(effect: NetworkEffect): void {
    if (effect.kind === 'listen') this.#ports.listen(effect.port)
    else if (effect.kind === 'connect') this.#connect(effect)
    else if (effect.kind === 'send') this.#send(effect)
    else this.#of(effect.connection)[effect.kind](effect.connection)
  }

  /** Cuts all connections; done when the ports are free and the database has nothing of the run any more. */
  async close(): Promise<void> {
    this.#clients.close()
    this.#services.closeAll()
    await Promise.all([this.#database.closeAll(), this.#ports.closeAll()])
  }

  #nextOp(): number {
    this.#ops += 1
    return this.#ops
  }

  #of(connection: number): GuestPorts | ServiceConnections | DatabaseConnections {
    if (this.#ports.has(connection)) return this.#ports
    return this.#services.has(connection) ? this.#services : this.#database
  }

  #connect({ connection, host, port }: Extract<Effect, { kind: 'connect' }>): void {
    if (host === DATABASE.host && port === DATABASE.port) this.#database.connect(connection)
    else if (!this.#services.connect(connection, host, port))
      this.#options.kernel.failed(connection, 'ECONNREFUSED')
  }

  #send({ connection, bytes, request }: Extract<Effect, { kind: 'send' }>): void {
    this.#of(connection).send(connection, bytes, request)
  }

  #listening(port: number, mapped: number): void {
    const { emit, clock } = this.#options
    emit('run', 0, { kind: 'listening', port, address: `http://127.0.0.1:${mapped}` })
    this.#clients.begin(mapped, clock() + OPENING)
  }
}
