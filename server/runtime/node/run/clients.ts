/** The load generator's clients on real TCP: it says what they do, this does it. */
import { connect, type Socket } from 'node:net'
import type { ClientAction, LoadGenerator } from '../../load/load-generator.ts'

export interface ClientsOptions {
  load: LoadGenerator
  /** Microseconds since the run began. */
  clock: () => number
  /** Called when everyone is done. */
  done: () => void
}

export class Clients {
  readonly #options: ClientsOptions
  readonly #sockets = new Map<number, Socket>()
  /** By the local port of the connection: that is how the server knows who came. */
  readonly #byPort = new Map<number, number>()
  #port: number | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #over = false

  constructor(options: ClientsOptions) {
    this.#options = options
  }

  /** Clients come, to this port, from `at` on (µs since the run began). They come once, to the first port. */
  begin(port: number, at: number): void {
    if (this.#port !== undefined) return
    this.#port = port
    this.#options.load.begin(at)
    this.#schedule()
  }

  /** The client that connects from a local port, if it's one of ours. */
  at(port: number): number | undefined {
    return this.#byPort.get(port)
  }

  close(): void {
    this.#over = true
    clearTimeout(this.#timer)
    for (const socket of this.#sockets.values()) socket.destroy()
  }

  #act(actions: ClientAction[]): void {
    for (const action of actions) {
      if (action.kind === 'connect') this.#connect(action.client)
      else if (action.kind === 'send') this.#sockets.get(action.client)?.write(action.bytes)
      else this.#hangUp(action.client)
    }
    if (this.#over) return
    if (this.#options.load.done) this.#options.done()
    this.#schedule()
  }

  #connect(client: number): void {
    const { load, clock } = this.#options
    const socket = connect({ host: '127.0.0.1', port: this.#port! })
    let why = 'the server hung up'
    let local: number | undefined
    socket.setNoDelay(true)
    this.#sockets.set(client, socket)
    // By then the system has chosen the port, and the server can't have taken the connection yet.
    process.nextTick(() => {
      local = socket.localPort
      if (local !== undefined) this.#byPort.set(local, client)
    })
    socket.on('connect', () => this.#act(load.connected(client, clock())))
    socket.on('data', (bytes) => this.#act(load.received(client, bytes, clock())))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      why = error.code === 'ECONNREFUSED' ? 'connection refused' : `connection lost (${error.code})`
    })
    socket.on('close', () => {
      if (local !== undefined) this.#byPort.delete(local)
      if (this.#sockets.get(client) === socket) this.#act(load.closed(client, why, clock()))
    })
  }

  #hangUp(client: number): void {
    const socket = this.#sockets.get(client)
    this.#sockets.delete(client)
    socket?.end()
  }

  #schedule(): void {
    clearTimeout(this.#timer)
    const { load, clock } = this.#options
    const next = load.nextDeadline
    if (next === undefined || this.#over) return
    const wait = Math.max(0, Math.ceil((next - clock()) / 1000))
    this.#timer = setTimeout(() => this.#act(load.due(clock())), wait)
  }
}
