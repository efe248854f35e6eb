/** Puts the portable database on a TCP port: carries bytes, keeps the time, and stops reading from who doesn't. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { hostname } from 'node:os'
import { administration } from '../../../mongo/administration/index.ts'
import { aggregation } from '../../../mongo/aggregation/index.ts'
import type { MongoConnection, Received } from '../../../mongo/connection.ts'
import { MongoServer } from '../../../mongo/server.ts'
import { MONGOD_VERSION } from '../../../mongo/version.ts'

/** Bytes of commands that may wait behind a command that waits. */
const MAX_BACKLOG = 1024 * 1024

/** What a timer can hold, ms; after it, it is set again. */
const LONGEST_TIMER = 2 ** 31 - 1

/** A database that listens. */
export interface MongoListener {
  server: Server
  port: number
  database: MongoServer
  /** Drops all clients and gives the port back. */
  close(): Promise<void>
}

interface Client {
  socket: Socket
  connection: MongoConnection
  /** It sends nothing more. */
  ended: boolean
}

/** Listens with an empty database of its own. Port 0 takes any free one. Rejects if the port is taken. */
export async function listenAsMongod(port: number, host: string): Promise<MongoListener> {
  const server = createServer({ noDelay: true, allowHalfOpen: true })
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address() as AddressInfo
  const database = new MongoServer({
    newId: objectIds(),
    now: Date.now,
    random: Math.random,
    version: MONGOD_VERSION,
    host: `${hostname()}:${address.port}`,
    pid: process.pid,
    parts: [aggregation, administration],
  })
  const clients = new Clients(database)
  server.on('connection', (socket) => clients.add(socket))
  const close = async () => {
    const closed = once(server, 'close')
    server.close()
    clients.drop()
    await closed
  }
  return { server, port: address.port, database, close }
}

/** The sockets of a database, and the one timer for those that wait. */
class Clients {
  readonly #database: MongoServer
  readonly #clients = new Map<number, Client>()
  #timer: NodeJS.Timeout | undefined
  #timerAt = Number.POSITIVE_INFINITY

  constructor(database: MongoServer) {
    this.#database = database
  }

  add(socket: Socket): void {
    const connection = this.#database.connect(`${socket.remoteAddress}:${socket.remotePort}`)
    const client = { socket, connection, ended: false }
    this.#clients.set(connection.id, client)
    socket.on('data', (bytes) => this.#carry(client, connection.receive(plain(bytes))))
    socket.on('end', () => {
      client.ended = true
      this.#carry(client, connection.end())
    })
    socket.on('drain', () => {
      connection.held = false
      this.#carry(client, connection.look())
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      this.#clients.delete(connection.id)
      connection.close()
      this.#deliver()
    })
  }

  drop(): void {
    for (const { socket } of this.#clients.values()) socket.destroy()
  }

  #carry(client: Client, received: Received): void {
    this.#write(client, received)
    this.#deliver()
  }

  /** What others were waiting for may have come by what one sent. */
  #deliver(): void {
    for (const { connection, bytes, close } of this.#database.due()) {
      const client = this.#clients.get(connection)
      if (client) this.#write(client, { replies: [bytes], ...(close !== undefined && { close }) })
    }
    this.#wake(this.#database.nextDeadline ?? Number.POSITIVE_INFINITY)
  }

  #write(client: Client, { replies, close }: Received): void {
    const { socket, connection, ended } = client
    for (const reply of replies) if (reply.length > 0) socket.write(reply)
    // Who doesn't read answers gets no further questions served, or their answers would fill the memory.
    connection.held = socket.writableNeedDrain
    if (close !== undefined) socket.destroySoon()
    else if (ended && connection.idle) socket.end()
    else if (connection.held || connection.backlog > MAX_BACKLOG) socket.pause()
    else socket.resume()
  }

  #wake(at: number): void {
    if (at === this.#timerAt) return
    clearTimeout(this.#timer)
    this.#timerAt = at
    if (at === Number.POSITIVE_INFINITY) return
    const delay = Math.min(Math.max(0, at - Date.now()), LONGEST_TIMER)
    this.#timer = setTimeout(() => {
      this.#timerAt = Number.POSITIVE_INFINITY
      this.#deliver()
    }, delay)
    this.#timer.unref()
  }
}

/** The same bytes, but not as a Buffer: views of those take more time to make and to read. */
function plain({ buffer, byteOffset, length }: Buffer): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length)
}

/** ObjectIds as MongoDB makes them: seconds, five random bytes of this process, a counter. */
function objectIds(): () => Uint8Array {
  const random = randomBytes(8)
  let counter = random.readUIntBE(5, 3)
  return () => {
    const id = Buffer.alloc(12)
    id.writeUInt32BE(Math.floor(Date.now() / 1000))
    random.copy(id, 4, 0, 5)
    counter = (counter + 1) % 2 ** 24
    id.writeUIntBE(counter, 9, 3)
    return id
  }
}
