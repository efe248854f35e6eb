/**
 * The ports a guest listens on, as real ports of this machine: each is mapped to a free one on loopback. Who
 * comes is either a client of the run or a visitor (curl, a browser), who gets a lane of its own.
 */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import type { Happening } from '../../../kernel/events.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import type { LoadGenerator } from '../../load/load-generator.ts'
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
  /** The machine gives us no port. */
  failed: (error: Error) => void
}

interface Incoming {
  socket: Socket
  /** The number of a client of ours, or a stranger. */
  who: number | Visitor
  /** A client's request is under way. */
  asking: boolean
}

/** Connections that one port takes at once. */
const MOST_CONNECTIONS = 256
/** How long a connection that the guest has closed waits for the other side to close it too, ms. */
const FAREWELL = 2000

export class GuestPorts {
  readonly #options: GuestPortsOptions
  /** By the port that the guest thinks it listens on. */
  readonly #servers = new Map<number, Server>()
  /** All connections, also those that the guest has closed and the other side hasn't. */
  readonly #sockets = new Set<Socket>()
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

  /** Whether nobody can come. */
  get none(): boolean {
    return this.#servers.size === 0
  }

  /** A port that the guest has listened on before is still there. */
  listen(port: number): void {
    const known = this.#servers.get(port)
    if (known) {
      if (known.listening) this.#announce(port, known)
      return
    }
    const server = createServer({ noDelay: true, pauseOnConnect: true, allowHalfOpen: true })
    this.#servers.set(port, server)
    server.maxConnections = MOST_CONNECTIONS
    server.on('connection', (socket) => this.#welcome(port, socket))
    server.on('error', this.#options.failed)
    server.listen(0, '127.0.0.1', () => this.#announce(port, server))
  }

  send(id: number, bytes: Uint8Array): void {
    const incoming = this.#incoming.get(id)
    if (!incoming) return
    incoming.asking = false
    if (incoming.who instanceof Visitor) incoming.who.answered(bytes)
    incoming.socket.write(bytes, () => {
      this.#options.kernel.drained(id, bytes.length)
      this.#options.changed()
    })
  }

  resume(id: number): void {
    this.#incoming.get(id)?.socket.resume()
  }

  /** The guest will send no more. */
  shutdown(id: number): void {
    this.#incoming.get(id)?.socket.end()
  }

  /** The guest is done with a connection: what it has sent still arrives, what comes is thrown away. */
  close(id: number): void {
    const incoming = this.#incoming.get(id)
    if (!incoming) return
    const { socket, who } = incoming
    this.#incoming.delete(id)
    if (who instanceof Visitor) who.left()
    socket.end()
    socket.removeAllListeners('data')
    socket.resume()
    socket.setTimeout(FAREWELL, () => socket.destroy())
  }

  async closeAll(): Promise<void> {
    this.#incoming.clear()
    for (const socket of this.#sockets) socket.destroy()
    const servers = [...this.#servers.values()].filter(({ listening }) => listening)
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  }

  #announce(port: number, server: Server): void {
    this.#options.listening(port, (server.address() as AddressInfo).port)
  }

  #welcome(port: number, socket: Socket): void {
    const { kernel, changed, clients } = this.#options
    this.#sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => this.#sockets.delete(socket))
    const client = clients.at(socket.remotePort ?? 0)
    const id = kernel.incoming(port, client === undefined ? 'visitor' : `client ${client}`)
    if (id === undefined) {
      socket.destroy()
      return
    }
    const incoming: Incoming = { socket, who: client ?? this.#newVisitor(), asking: false }
    this.#incoming.set(id, incoming)
    socket.on('data', (bytes) => this.#receive(id, incoming, new Uint8Array(bytes)))
    socket.on('end', () => this.#ended(id))
    socket.on('close', () => this.#gone(id, incoming))
    socket.resume()
    changed()
  }

  #receive(id: number, incoming: Incoming, bytes: Uint8Array): void {
    const { kernel, changed } = this.#options
    kernel.requestArrives(id, this.#requestOf(incoming, bytes))
    if (!kernel.received(id, bytes)) incoming.socket.pause()
    changed()
  }

  /** The request that these bytes belong to. Its first bytes mean that it has arrived. */
  #requestOf(incoming: Incoming, bytes: Uint8Array): number {
    const { who } = incoming
    if (who instanceof Visitor) return who.says(bytes)
    const request = this.#options.load.requestOf(who)
    if (!incoming.asking) this.#options.emit(`client:${who}`, request, { kind: 'request-arrived' })
    incoming.asking = true
    return request
  }

  #ended(id: number): void {
    this.#options.kernel.ended(id)
    this.#options.changed()
  }

  #gone(id: number, { who }: Incoming): void {
    if (!this.#incoming.has(id)) return
    if (who instanceof Visitor) who.left()
    this.#ended(id)
  }

  #newVisitor(): Visitor {
    this.#visitors += 1
    const { expected, emit } = this.#options
    const nextRequest = () => {
      this.#visits += 1
      return expected.clients * expected.requests + this.#visits
    }
    return new Visitor(`client:${expected.clients + this.#visitors}`, nextRequest, emit)
  }
}
