/**
 * The ports a guest listens on, as real ports of this machine: each is mapped to a free one on loopback. Who
 * comes is either a client of the run or a visitor (curl, a browser), who gets a lane of its own.
 */
import { createServer, type Server, type Socket } from 'node:net'
import type { Happening } from '../../kernel/events.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { LoadGenerator } from '../load/load-generator.ts'
import type { Clients } from './clients.ts'
import { Visitor } from './visitor.ts'

export interface GuestPortsOptions {
  kernel: Kernel
  load: LoadGenerator
  clients: Clients
  /** Requests of the load generator; those of visitors are numbered after them. */
  expected: { clients: number; requests: number }
  emit: (lane: string, request: number, happening: Happening) => void
  /** The kernel has been told something: it may want something done. */
  changed: () => void
  /** The guest can be reached on this port of the machine. */
  listening: (port: number, mapped: number) => void
}

interface Incoming {
  socket: Socket
  client: number | undefined
  visitor: Visitor | undefined
  /** A request is under way on this connection. */
  asking: boolean
}

/** Connections that a run's ports take at once. */
const MOST_CONNECTIONS = 256
/** How long to wait for a client of ours to say from which port it has come, ms. */
const PATIENCE = 100

export class GuestPorts {
  readonly #options: GuestPortsOptions
  readonly #servers: Server[] = []
  /** By the kernel's number. */
  readonly #incoming = new Map<number, Incoming>()
  #visitors = 0
  #visits = 0

  constructor(options: GuestPortsOptions) {
    this.#options = options
  }

  has(id: number): boolean {
    return this.#incoming.has(id)
  }

  listen(port: number): void {
    const server = createServer({ noDelay: true, pauseOnConnect: true }, (socket) =>
      this.#admit(port, socket),
    )
    server.maxConnections = MOST_CONNECTIONS
    this.#servers.push(server)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (typeof address === 'object' && address) this.#options.listening(port, address.port)
    })
  }

  send(id: number, bytes: Uint8Array): void {
    const incoming = this.#incoming.get(id)
    if (!incoming) return
    incoming.asking = false
    incoming.visitor?.answered(bytes)
    incoming.socket.write(bytes, () => {
      this.#options.kernel.drained(id, bytes.length)
      this.#options.changed()
    })
  }

  resume(id: number): void {
    this.#incoming.get(id)?.socket.resume()
  }

  close(id: number): void {
    const incoming = this.#incoming.get(id)
    this.#incoming.delete(id)
    incoming?.socket.end()
    incoming?.visitor?.left()
  }

  async closeAll(): Promise<void> {
    for (const { socket } of this.#incoming.values()) socket.destroy()
    this.#incoming.clear()
    const closed = this.#servers.map((server) => new Promise((resolve) => server.close(resolve)))
    await Promise.all(closed)
  }

  /** Finds out who has come. A client of ours may not know its own port yet. */
  #admit(port: number, socket: Socket, since = performance.now()): void {
    socket.on('error', () => undefined)
    const client = this.#options.clients.at(socket.remotePort ?? 0)
    const patient = this.#options.clients.connecting && performance.now() - since < PATIENCE
    if (client === undefined && patient) setImmediate(() => this.#admit(port, socket, since))
    else if (!socket.destroyed) this.#welcome(port, socket, client)
  }

  #welcome(port: number, socket: Socket, client: number | undefined): void {
    const { kernel, changed } = this.#options
    const id = kernel.incoming(port, client === undefined ? 'visitor' : `client ${client}`)
    if (id === undefined) return void socket.destroy()
    const incoming: Incoming = { socket, client, visitor: undefined, asking: false }
    this.#incoming.set(id, incoming)
    socket.on('data', (bytes) => this.#receive(id, incoming, Uint8Array.from(bytes)))
    socket.on('close', () => {
      incoming.visitor?.left()
      kernel.ended(id)
      changed()
    })
    socket.resume()
    changed()
  }

  #receive(id: number, incoming: Incoming, bytes: Uint8Array): void {
    const { kernel, changed } = this.#options
    if (!incoming.asking) {
      incoming.asking = true
      this.#begin(id, incoming, bytes)
    }
    if (!kernel.received(id, bytes)) incoming.socket.pause()
    changed()
  }

  /** The first bytes of a request: from now on it has arrived. */
  #begin(id: number, incoming: Incoming, bytes: Uint8Array): void {
    const { kernel, load, emit } = this.#options
    if (incoming.client !== undefined) {
      const request = load.requestOf(incoming.client)
      kernel.requestArrives(id, request)
      emit(`client:${incoming.client}`, request, { kind: 'request-arrived' })
      return
    }
    incoming.visitor ??= this.#newVisitor(bytes)
    kernel.requestArrives(id, incoming.visitor.asks(this.#nextVisit(), bytes))
  }

  #newVisitor(bytes: Uint8Array): Visitor {
    this.#visitors += 1
    const { expected, emit } = this.#options
    return new Visitor(`client:${expected.clients + this.#visitors}`, bytes, emit)
  }

  #nextVisit(): number {
    this.#visits += 1
    const { clients, requests } = this.#options.expected
    return clients * requests + this.#visits
  }
}
