/** Connections of a run to the database process: real TCP, with a tap on each that labels and delays. */
import { connect, type Socket } from 'node:net'
import type { Happening } from '../../kernel/events.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { Tap } from '../../mongo/tap.ts'

export interface DatabaseOptions {
  kernel: Kernel
  /** Where the database listens. */
  address: { host: string; port: number }
  /** What is dialled, µs. */
  latency: number
  /** Microseconds since the run began. */
  clock: () => number
  emit: (lane: string, request: number, happening: Happening) => void
  /** The kernel has been told something: it may want something done. */
  changed: () => void
}

interface Connection {
  id: number
  number: number
  socket: Socket
  tap: Tap
  /** Goes off when the tap has something to hand over, or when the guest is told that the database hung up. */
  timer: ReturnType<typeof setTimeout> | undefined
}

/**
 * How long a guest isn't told that the database is out of reach, ms: if its process is gone, whoever started
 * that will have heard by then, and the run ends with the true reason.
 */
const HOLD_BACK = 100

export class DatabaseConnections {
  readonly #options: DatabaseOptions
  /** By the kernel's number. */
  readonly #connections = new Map<number, Connection>()
  #made = 0
  #ops = 0

  constructor(options: DatabaseOptions) {
    this.#options = options
  }

  /** Whether nobody is connected, so that nothing can come from the database. */
  get none(): boolean {
    return this.#connections.size === 0
  }

  connect(id: number): void {
    const { address, emit } = this.#options
    this.#made += 1
    const number = this.#made
    emit(`mongo:${number}`, 0, { kind: 'lane-open', lanes: 'mongo', name: `connection ${number}` })
    const socket = connect(address)
    const connection: Connection = { id, number, socket, tap: this.#newTap(number), timer: undefined }
    this.#connections.set(id, connection)
    this.#follow(connection)
  }

  send(id: number, bytes: Uint8Array, request: number): void {
    const { kernel, clock, changed } = this.#options
    const connection = this.#connections.get(id)
    if (!connection) return
    connection.tap.toDatabase(bytes, clock(), request)
    connection.socket.write(bytes, () => {
      kernel.drained(id, bytes.length)
      changed()
    })
  }

  resume(id: number): void {
    this.#connections.get(id)?.socket.resume()
  }

  shutdown(id: number): void {
    this.#connections.get(id)?.socket.end()
  }

  close(id: number): void {
    const connection = this.#connections.get(id)
    if (connection) this.#leave(connection).destroySoon()
  }

  closeAll(): void {
    for (const connection of this.#connections.values()) this.#leave(connection).destroy()
  }

  #newTap(number: number): Tap {
    const { latency, emit } = this.#options
    return new Tap({
      latency: () => latency,
      report: (happening, request) => emit(`mongo:${number}`, request, happening),
      nextOp: () => {
        this.#ops += 1
        return this.#ops
      },
    })
  }

  #follow(connection: Connection): void {
    const { id, number, socket, tap } = connection
    const { kernel, clock, changed } = this.#options
    let open = false
    socket.setNoDelay(true)
    socket.on('connect', () => {
      open = true
      kernel.established(id, `connection ${number}`)
      changed()
    })
    socket.on('data', (bytes) => {
      tap.fromDatabase(new Uint8Array(bytes), clock())
      this.#deliver(connection)
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(connection.timer)
      connection.timer = setTimeout(() => {
        if (open) kernel.ended(id)
        else kernel.failed(id, 'ECONNREFUSED')
        changed()
      }, HOLD_BACK)
    })
  }

  /** Hands over the replies that are due, and comes back for the next one. */
  #deliver(connection: Connection): void {
    const { id, socket, tap } = connection
    const { kernel, clock, changed } = this.#options
    for (const bytes of tap.due(clock())) {
      if (!kernel.received(id, bytes)) socket.pause()
    }
    const next = tap.nextDeadline()
    clearTimeout(connection.timer)
    if (next !== undefined) {
      const wait = Math.max(0, Math.ceil((next - clock()) / 1000))
      connection.timer = setTimeout(() => this.#deliver(connection), wait)
    }
    changed()
  }

  /** The connection is over for the run; nobody is told of what happens to it. */
  #leave(connection: Connection): Socket {
    const { id, socket, timer } = connection
    this.#connections.delete(id)
    clearTimeout(timer)
    socket.removeAllListeners('close')
    socket.removeAllListeners('data')
    return socket
  }
}
