/** Connections of a run to the database process: real TCP, with a tap on each that labels and delays. */
import { connect, type Socket } from 'node:net'
import type { Happening } from '../../kernel/events.ts'
import { Tap } from '../../mongo/tap.ts'

export interface DatabaseOptions {
  /** Where the database listens. */
  address: { host: string; port: number }
  /** What is dialled, µs. */
  latency: number
  /** Microseconds since the run began. */
  clock: () => number
  emit: (lane: string, request: number, happening: Happening) => void
  /** What the kernel is told. */
  established: (id: number, name: string) => void
  refused: (id: number) => void
  received: (id: number, bytes: Uint8Array) => void
  drained: (id: number, bytes: number) => void
  ended: (id: number) => void
}

interface Connection {
  socket: Socket
  tap: Tap
  timer?: ReturnType<typeof setTimeout>
}

export class DatabaseConnections {
  readonly #options: DatabaseOptions
  /** By the kernel's number. */
  readonly #connections = new Map<number, Connection>()
  #made = 0
  #ops = 0

  constructor(options: DatabaseOptions) {
    this.#options = options
  }

  has(id: number): boolean {
    return this.#connections.has(id)
  }

  connect(id: number): void {
    const { address, clock, emit, established, refused, ended } = this.#options
    this.#made += 1
    const number = this.#made
    const lane = `mongo:${number}`
    emit(lane, 0, { kind: 'lane-open', lanes: 'mongo', name: `connection ${number}` })
    const socket = connect(address)
    const tap = new Tap({
      latency: () => this.#options.latency,
      report: (happening, request) => emit(lane, request, happening),
      nextOp: () => {
        this.#ops += 1
        return this.#ops
      },
    })
    const connection = { socket, tap }
    this.#connections.set(id, connection)
    let open = false
    socket.setNoDelay(true)
    socket.on('connect', () => {
      open = true
      established(id, `mongo #${number}`)
    })
    socket.on('data', (bytes) => {
      tap.fromDatabase(Uint8Array.from(bytes), clock())
      this.#deliver(id, connection)
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      if (open) ended(id)
      else refused(id)
    })
  }

  send(id: number, bytes: Uint8Array, request: number): void {
    const connection = this.#connections.get(id)
    if (!connection) return
    connection.tap.toDatabase(bytes, this.#options.clock(), request)
    connection.socket.write(bytes, () => this.#options.drained(id, bytes.length))
  }

  close(id: number): void {
    const connection = this.#connections.get(id)
    if (!connection) return
    this.#connections.delete(id)
    clearTimeout(connection.timer)
    connection.socket.removeAllListeners('close')
    connection.socket.end()
    connection.socket.destroySoon()
  }

  closeAll(): void {
    for (const { socket, timer } of this.#connections.values()) {
      clearTimeout(timer)
      socket.removeAllListeners('close')
      socket.destroy()
    }
    this.#connections.clear()
  }

  /** Hands over the replies that are due, and comes back for the next one. */
  #deliver(id: number, connection: Connection): void {
    const { clock, received } = this.#options
    for (const bytes of connection.tap.due(clock())) received(id, bytes)
    const next = connection.tap.nextDeadline()
    clearTimeout(connection.timer)
    if (next === undefined) return
    connection.timer = setTimeout(
      () => this.#deliver(id, connection),
      Math.max(0, Math.ceil((next - clock()) / 1000)),
    )
  }
}
