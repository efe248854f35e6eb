/** Connections of a run to its services: these live in this process and take their time on the real clock. */
import type { Happening } from '../../../kernel/events.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { Services } from '../../../services/services.ts'

export interface ServiceConnectionsOptions {
  kernel: Kernel
  /** What is dialled, µs. */
  latency: number
  /** Microseconds since the run began. */
  clock: () => number
  emit: (lane: string, request: number, happening: Happening) => void
  /** A number for the next call, unique among all commands of the run. */
  nextOp: () => number
  /** The kernel has been told something: it may want something done. */
  changed: () => void
}

export class ServiceConnections {
  readonly #options: ServiceConnectionsOptions
  readonly #services: Services
  /** Goes off when a service has something to say. */
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(options: ServiceConnectionsOptions) {
    this.#options = options
    this.#services = new Services(options)
  }

  /** Whether nothing can come from a service: nobody has asked for anything. */
  get silent(): boolean {
    return this.#services.nextDeadline === undefined
  }

  has(id: number): boolean {
    return this.#services.has(id)
  }

  /** False: nobody listens there. */
  connect(id: number, host: string, port: number): boolean {
    const name = this.#services.connect(id, host, port)
    if (name === undefined) return false
    this.#options.kernel.established(id, name)
    return true
  }

  send(id: number, bytes: Uint8Array, request: number): void {
    this.#services.receive(id, bytes, request)
    this.#options.kernel.drained(id, bytes.length)
    this.#schedule()
  }

  /** Answers are short: nothing is held back. */
  resume(): void {
    return
  }

  shutdown(id: number): void {
    this.#services.shutdown(id)
    this.#schedule()
  }

  close(id: number): void {
    this.#services.close(id)
  }

  closeAll(): void {
    clearTimeout(this.#timer)
  }

  #schedule(): void {
    clearTimeout(this.#timer)
    const next = this.#services.nextDeadline
    if (next === undefined) return
    const wait = Math.max(0, Math.ceil((next - this.#options.clock()) / 1000))
    this.#timer = setTimeout(() => this.#deliver(), wait)
  }

  #deliver(): void {
    const { kernel, changed } = this.#options
    for (const { id, bytes } of this.#services.due()) {
      if (bytes) kernel.received(id, bytes)
      else kernel.ended(id)
    }
    this.#schedule()
    changed()
  }
}
