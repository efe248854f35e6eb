/**
 * Connections of a run to the database process: real TCP, with a tap on each that labels, queues and delays.
 */
import type { Socket } from 'node:net'
import type { DatabaseDials, Happening } from '../../../kernel/events.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { OpenCursors } from '../../../mongo/open-cursors.ts'
import { ServiceQueue } from '../../../mongo/service.ts'
import { Tap } from '../../../mongo/tap.ts'
import { randomBySeed } from '../../load/random.ts'
import { dialEndpoint, type Endpoint } from '../database/database-endpoint.ts'
import { killCursors } from '../database/kill-cursors.ts'

export interface DatabaseOptions {
  kernel: Kernel
  /** Where the database listens. */
  address: Endpoint
  /** What is dialled, µs. */
  latency: number
  dials?: DatabaseDials | undefined
  seed: number
  /** Microseconds since the run began. */
  clock: () => number
  emit: (lane: string, request: number, happening: Happening) => void
  /** A number for the next command, unique in the run. */
  nextOp: () => number
  /** The kernel has been told something: it may want something done. */
  changed: () => void
}

interface Connection {
  id: number
  number: number
  socket: Socket
  tap: Tap
  /** It has come about. */
  open: boolean
  /** Bytes from the guest that it hasn't been told are gone. */
  owed: number
  /** Goes off when the tap has something to hand over, or when the guest is told that the database hung up. */
  timer: ReturnType<typeof setTimeout> | undefined
}

/**
 * How long a guest isn't told that the database is out of reach, ms: if its process is gone, whoever started
 * that will have heard by then, and the run ends with the true reason.
 */
const HOLD_BACK = 100
/** How long the database may take for what it has when a connection ends, ms. */
const LINGER = 300

export class DatabaseConnections {
  /** What the program has not read to the end. */
  readonly cursors = new OpenCursors()
  readonly #options: DatabaseOptions
  /** By the kernel's number. */
  readonly #connections = new Map<number, Connection>()
  readonly #queue: ServiceQueue
  /** Goes off when the queue has something to do. */
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Connections that are over for the run, while the database answers what it has. Done when they are closed. */
  readonly #leaving = new Set<Promise<void>>()
  #ended = false
  #made = 0

  constructor(options: DatabaseOptions) {
    this.#options = options
    this.#queue = new ServiceQueue({ ...options, random: randomBySeed(options.seed) })
  }

  /** Whether nothing can come from the database: nobody is connected, or has asked for anything. */
  get silent(): boolean {
    return [...this.#connections.values()].every(
      ({ open, tap, timer, socket }) => open && tap.isIdle && timer === undefined && !socket.destroyed,
    )
  }

  connect(id: number): void {
    const { address, emit } = this.#options
    this.#made += 1
    const number = this.#made
    emit(`mongo:${number}`, 0, { kind: 'lane-open', lanes: 'mongo', name: `connection ${number}` })
    const { socket, ready } = dialEndpoint(address)
    const tap = this.#newTap(number, (bytes) => this.#forward(connection, bytes))
    const connection: Connection = { id, number, socket, tap, open: false, owed: 0, timer: undefined }
    this.#connections.set(id, connection)
    this.#follow(connection, ready)
  }

  send(id: number, bytes: Uint8Array, request: number): void {
    const connection = this.#connections.get(id)
    if (!connection) return
    connection.owed += bytes.length
    connection.tap.toDatabase(bytes, this.#options.clock(), request)
    this.#settle()
    // What waits in the tap has left the guest: it may go on, or the rest of a long message would never come.
    this.#drained(connection)
  }

  resume(id: number): void {
    this.#connections.get(id)?.socket.resume()
  }

  shutdown(id: number): void {
    this.#connections.get(id)?.socket.end()
  }

  close(id: number): void {
    const connection = this.#connections.get(id)
    if (!connection) return
    connection.tap.close(this.#options.clock())
    this.#depart(connection)
    this.#settle()
  }

  /** Done when the database has nothing of the run any more. */
  async closeAll(): Promise<void> {
    clearTimeout(this.#timer)
    this.#ended = true
    for (const connection of this.#connections.values()) this.#depart(connection)
    await Promise.all(this.#leaving)
    await killCursors(this.#options.address, this.cursors.left)
  }

  #newTap(number: number, forward: (bytes: Uint8Array) => void): Tap {
    const { emit, nextOp } = this.#options
    return new Tap({
      queue: this.#queue,
      cursors: this.cursors,
      forward,
      report: (happening, request) => emit(`mongo:${number}`, request, happening),
      nextOp,
    })
  }

  #follow(connection: Connection, ready: Promise<unknown>): void {
    const { id, number, socket, tap } = connection
    const { kernel, clock, changed } = this.#options
    socket.setNoDelay(true)
    const opened = () => {
      if (this.#connections.get(id) !== connection) return
      connection.open = true
      socket.on('data', (bytes) => {
        tap.fromDatabase(new Uint8Array(bytes), clock())
        this.#deliver(connection)
        this.#settle()
      })
      kernel.established(id, `connection ${number}`)
      changed()
    }
    void ready.then(opened, () => socket.destroy())
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(connection.timer)
      tap.close(clock())
      this.#settle()
      connection.timer = setTimeout(() => {
        if (connection.open) kernel.ended(id)
        else kernel.failed(id, 'ECONNREFUSED')
        changed()
      }, HOLD_BACK)
    })
  }

  #forward(connection: Connection, bytes: Uint8Array): void {
    if (this.#ended) return
    const { owed } = connection
    connection.owed = 0
    connection.socket.write(bytes, () => {
      connection.owed += owed
      this.#drained(connection)
    })
  }

  #drained(connection: Connection): void {
    const { kernel, changed } = this.#options
    const { owed } = connection
    if (owed === 0) return
    connection.owed = 0
    kernel.drained(connection.id, owed)
    changed()
  }

  /** Service ends and begins for one connection because of another: sees to all whose replies that sets free. */
  #settle(): void {
    const { clock } = this.#options
    this.#queue.advance(clock())
    for (const connection of this.#connections.values()) {
      if (connection.timer === undefined && connection.tap.nextDeadline() !== undefined)
        this.#deliver(connection)
    }
    const next = this.#queue.nextDeadline
    clearTimeout(this.#timer)
    this.#timer = next === undefined ? undefined : setTimeout(() => this.#settle(), waitUntil(next, clock()))
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
    connection.timer =
      next === undefined ? undefined : setTimeout(() => this.#deliver(connection), waitUntil(next, clock()))
    changed()
  }

  /** Ends a connection. What the database still answers may open a cursor, so that has to be heard. */
  #depart(connection: Connection): void {
    const { tap } = connection
    const socket = this.#leave(connection)
    if (socket.destroyed || !tap.isAwaiting) {
      socket.destroySoon()
      return
    }
    const late = setTimeout(() => socket.destroy(), LINGER)
    const closed = new Promise<void>((resolve) => socket.once('close', resolve)).then(() => {
      clearTimeout(late)
      this.#leaving.delete(closed)
    })
    this.#leaving.add(closed)
    socket.on('data', (bytes) => tap.fromDatabase(new Uint8Array(bytes), this.#options.clock()))
    socket.resume().end()
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

/** How long a timer has to wait for a time in µs; ms. */
function waitUntil(next: number, now: number): number {
  return Math.max(0, Math.ceil((next - now) / 1000))
}
