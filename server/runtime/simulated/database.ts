/** The database of a simulated run: our own server on the kernel's network, with a tap on each connection. */
import type { Happening } from '../../kernel/events.ts'
import type { MongoConnection } from '../../mongo/connection.ts'
import { type Seed, sow } from '../../mongo/seed.ts'
import { MongoServer } from '../../mongo/server.ts'
import { Tap } from '../../mongo/tap.ts'
import { randomBySeed } from '../load/random.ts'

/** The version of mongod that our own server announces. */
const VERSION = '7.0.14'

interface Client {
  connection: MongoConnection
  tap: Tap
}

export interface DatabaseOptions {
  seeds: readonly Seed[]
  /** What is dialled, µs. */
  latency: number
  seed: number
  /** Virtual time, µs. */
  clock: () => number
  emit: (lane: string, request: number, happening: Happening) => void
}

export class Database {
  readonly #options: DatabaseOptions
  readonly #server: MongoServer
  /** By the kernel's number of the connection. */
  readonly #clients = new Map<number, Client>()
  #made = 0
  #ops = 0

  constructor(options: DatabaseOptions) {
    const random = randomBySeed(options.seed)
    this.#options = options
    this.#server = new MongoServer({
      newId: () => Uint8Array.from({ length: 12 }, () => Math.floor(random() * 256)),
      now: () => Math.floor(options.clock() / 1000),
      random,
      version: VERSION,
    })
    sow(this.#server, options.seeds)
  }

  /** Takes a connection; answers what people call it. */
  connect(id: number): string {
    const { latency, emit } = this.#options
    this.#made += 1
    const lane = `mongo:${this.#made}`
    const name = `connection ${this.#made}`
    emit(lane, 0, { kind: 'lane-open', lanes: 'mongo', name })
    const tap = new Tap({
      latency: () => latency,
      report: (happening, request) => emit(lane, request, happening),
      nextOp: () => {
        this.#ops += 1
        return this.#ops
      },
    })
    this.#clients.set(id, { connection: this.#server.connect(), tap })
    return name
  }

  /** Bytes from the program. False: the server hangs up. */
  receive(id: number, bytes: Uint8Array, request: number): boolean {
    const client = this.#clients.get(id)
    if (!client) return false
    const now = this.#options.clock()
    client.tap.toDatabase(bytes, now, request)
    const { replies, close } = client.connection.receive(bytes)
    for (const reply of replies) client.tap.fromDatabase(reply, now)
    return close === undefined
  }

  close(id: number): void {
    this.#clients.get(id)?.connection.close()
    this.#clients.delete(id)
  }

  get nextDeadline(): number | undefined {
    let next: number | undefined
    for (const { tap } of this.#clients.values()) {
      const deadline = tap.nextDeadline()
      if (deadline !== undefined && (next === undefined || deadline < next)) next = deadline
    }
    return next
  }

  /** The replies that are due, by connection. */
  due(): { id: number; bytes: Uint8Array }[] {
    const now = this.#options.clock()
    return [...this.#clients].flatMap(([id, { tap }]) => tap.due(now).map((bytes) => ({ id, bytes })))
  }
}
