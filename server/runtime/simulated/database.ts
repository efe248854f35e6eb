/** The database of a simulated run: our own server on the kernel's network, with a tap on each connection. */
import type { DatabaseDials, Happening } from '../../kernel/events.ts'
import type { MongoConnection } from '../../mongo/connection.ts'
import { OpenCursors } from '../../mongo/open-cursors.ts'
import type { Part } from '../../mongo/part.ts'
import { type Seed, sow } from '../../mongo/seed.ts'
import { MongoServer } from '../../mongo/server.ts'
import { ServiceQueue } from '../../mongo/service.ts'
import { Tap } from '../../mongo/tap.ts'
import { MONGOD_VERSION } from '../../mongo/version.ts'
import { randomBySeed } from '../load/random.ts'

/** Nobody says hello in no time, not even where time is virtual, µs. */
const HANDSHAKE = 600

interface Client {
  connection: MongoConnection
  tap: Tap
}

export interface DatabaseOptions {
  seeds: readonly Seed[]
  /** What the database can do beyond its core. */
  parts: readonly Part[]
  /** What is dialled, µs. */
  latency: number
  dials?: DatabaseDials | undefined
  seed: number
  /** Virtual time, µs. */
  clock: () => number
  emit: (lane: string, request: number, happening: Happening) => void
  /** A number for the next command, unique in the run. */
  nextOp: () => number
}

export class Database {
  /** What the program has not read to the end. */
  readonly cursors = new OpenCursors()
  readonly #options: DatabaseOptions
  readonly #server: MongoServer
  readonly #queue: ServiceQueue
  /** By the kernel's number of the connection. */
  readonly #clients = new Map<number, Client>()
  /** Connections that the server has hung up. */
  readonly #over: number[] = []
  #made = 0

  constructor(options: DatabaseOptions) {
    const random = randomBySeed(options.seed)
    this.#options = options
    this.#queue = new ServiceQueue({ ...options, random: randomBySeed(options.seed) })
    this.#server = new MongoServer({
      newId: () => Uint8Array.from({ length: 12 }, () => Math.floor(random() * 256)),
      now: () => Math.floor(options.clock() / 1000),
      random,
      version: MONGOD_VERSION,
      parts: options.parts,
    })
    sow(this.#server, options.seeds)
  }

  /** Takes a connection; answers what people call it. */
  connect(id: number): string {
    const { emit, nextOp } = this.#options
    this.#made += 1
    const lane = `mongo:${this.#made}`
    const name = `connection ${this.#made}`
    emit(lane, 0, { kind: 'lane-open', lanes: 'mongo', name })
    const connection = this.#server.connect()
    const tap = new Tap({
      queue: this.#queue,
      cursors: this.cursors,
      forward: (bytes, now) => this.#serve(id, { connection, tap }, bytes, now),
      report: (happening, request) => emit(lane, request, happening),
      nextOp,
      handshake: HANDSHAKE,
    })
    this.#clients.set(id, { connection, tap })
    return name
  }

  /** Whether it's one of its connections. */
  has(id: number): boolean {
    return this.#clients.has(id)
  }

  /** Bytes from the program. */
  receive(id: number, bytes: Uint8Array, request: number): void {
    this.#clients.get(id)?.tap.toDatabase(bytes, this.#options.clock(), request)
  }

  close(id: number): void {
    const client = this.#clients.get(id)
    client?.tap.close(this.#options.clock())
    client?.connection.close()
    this.#clients.delete(id)
  }

  get nextDeadline(): number | undefined {
    const waiting = this.#server.nextDeadline
    let next = this.#over.length > 0 ? this.#options.clock() : undefined
    const consider = (deadline: number | undefined) => {
      if (deadline !== undefined && (next === undefined || deadline < next)) next = deadline
    }
    consider(waiting && waiting * 1000)
    consider(this.#queue.nextDeadline)
    for (const { tap } of this.#clients.values()) consider(tap.nextDeadline())
    return next
  }

  /** The replies that are due, by connection; without bytes, the server hangs up. */
  due(): { id: number; bytes?: Uint8Array }[] {
    const now = this.#options.clock()
    this.#handOver(now)
    this.#queue.advance(now)
    const replies = [...this.#clients].flatMap(([id, { tap }]) =>
      tap.due(now).map((bytes) => ({ id, bytes })),
    )
    return [...replies, ...this.#over.splice(0).map((id) => ({ id }))]
  }

  #serve(id: number, { connection, tap }: Client, bytes: Uint8Array, now: number): void {
    const { replies, close } = connection.receive(bytes)
    for (const reply of replies) tap.fromDatabase(reply, now)
    if (close !== undefined) this.#hangUp(id, now)
    this.#handOver(now)
  }

  #hangUp(id: number, now: number): void {
    const client = this.#clients.get(id)
    if (!client || this.#over.includes(id)) return
    this.#over.push(id)
    client.tap.close(now)
  }

  /** Replies to commands that waited inside the server: for time to pass, or for what another one has just done. */
  #handOver(now: number): void {
    for (const { connection, bytes, close } of this.#server.due()) {
      const client = [...this.#clients].find(([, each]) => each.connection.id === connection)
      if (!client) continue
      const [id, { tap }] = client
      if (bytes.length > 0) tap.fromDatabase(bytes, now)
      if (close !== undefined) this.#hangUp(id, now)
    }
  }
}
