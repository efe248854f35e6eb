/** What can be reached on a run's network beside the database: a web service that is slow, and a cache. */
import type { Happening } from '../kernel/events.ts'
import { cacheServer } from './cache-server.ts'
import type { Service } from './protocol.ts'
import { type Sent, ServiceLine } from './service-line.ts'
import { webService } from './web-service.ts'

/** Most calls that may wait on all connections together. */
const CALL_LIMIT = 20_000

export interface ServicesOptions {
  /** How long each call takes, µs. */
  latency: number
  /** Microseconds since the run began. */
  clock: () => number
  emit: (lane: string, request: number, happening: Happening) => void
  /** A number for the next call, unique among all commands of the run. */
  nextOp: () => number
}

export class Services {
  readonly #options: ServicesOptions
  readonly #services: readonly Service[] = [webService(), cacheServer()]
  /** By the kernel's number of the connection. */
  readonly #lines = new Map<number, ServiceLine>()
  #made = 0

  constructor(options: ServicesOptions) {
    this.#options = options
  }

  /** Takes a connection; answers what people call it, or undefined if nobody listens there. */
  connect(id: number, host: string, port: number): string | undefined {
    const service = this.#services.find((each) => each.host === host && each.port === port)
    if (!service) return undefined
    const { latency, nextOp, emit } = this.#options
    this.#made += 1
    const lane = `service:${this.#made}`
    const name = `${host} ${this.#made}`
    emit(lane, 0, { kind: 'lane-open', lanes: 'service', name })
    const report = (happening: Happening, request: number) => emit(lane, request, happening)
    this.#lines.set(id, new ServiceLine({ protocol: service.open(), latency, nextOp, report }))
    return name
  }

  has(id: number): boolean {
    return this.#lines.has(id)
  }

  /** Bytes from the program. */
  receive(id: number, bytes: Uint8Array, request: number): void {
    let room = CALL_LIMIT
    for (const { length } of this.#lines.values()) room -= length
    this.#lines.get(id)?.receive(bytes, { now: this.#options.clock(), request, room: Math.max(0, room) })
  }

  /** The program will send no more. */
  shutdown(id: number): void {
    this.#lines.get(id)?.end(this.#options.clock())
  }

  /** The program is done with the connection. */
  close(id: number): void {
    this.#lines.get(id)?.close()
    this.#forget(id)
  }

  /** When `due` has something to say, µs. */
  get nextDeadline(): number | undefined {
    let next: number | undefined
    for (const { nextDeadline } of this.#lines.values()) {
      if (nextDeadline !== undefined && (next === undefined || nextDeadline < next)) next = nextDeadline
    }
    return next
  }

  /** The answers that are due, by connection; without bytes, the service hangs up. */
  due(): { id: number; bytes: Sent }[] {
    const now = this.#options.clock()
    return [...this.#lines].flatMap(([id, line]) => {
      const sent = line.due(now).map((bytes) => ({ id, bytes }))
      this.#forget(id)
      return sent
    })
  }

  #forget(id: number): void {
    if (this.#lines.get(id)?.isDone) this.#lines.delete(id)
  }
}
