/** The blocking driver's client: it sends commands, over its pool. */
import type { Document } from 'bson'
import { type Connect, Connection, type Stream } from 'mongo-connection'
import { identify } from 'object-id'
import { OSError } from 'os-error'
import { Database } from 'pymongo-database'
import { AutoReconnect, ConnectionFailure } from 'pymongo-errors'
import { Pool, type PoolOptions } from 'pymongo-pool'
import { check } from 'pymongo-reply'
import { Socket } from 'socket'
import { opMsg, type Sequence } from 'wire'

/** How a client connects, waits and writes. */
export interface ClientOptions extends PoolOptions {
  /** How long to wait for a connection, ms, default 20000. */
  connectTimeoutMS?: number
  /** How long a call of a socket may wait, ms; default for ever. */
  socketTimeoutMS?: number
  /** 0: writes don't wait for the database's answer. Default 1. */
  w?: number
  /** Where sockets come from, default `Socket.connect`. */
  connect?: Connect
}

/** What else there is to say about a command. */
export interface Sending {
  /** Documents that travel beside the command. */
  sequence?: Sequence
  /** False: the database doesn't answer. */
  answered?: boolean
  /** Instead of the client's `socketTimeoutMS`. */
  networkTimeoutMS?: number | undefined
}

/**
 * A client of a database. It connects when the first command is sent.
 * PyMongo 2.5, mongo_client.py.
 *
 * Throws ConnectionFailure if it can't connect, and AutoReconnect if a
 * connection breaks or a call of a socket takes longer than
 * `socketTimeoutMS`; the next command opens another one.
 *
 * ```ts blocked
 * import { MongoClient } from 'pymongo'
 *
 * export function main() {
 *   const client = new MongoClient('mongodb', 27017)
 *   const matches = client.db('worldcup').collection('matches')
 *   console.log(matches.countDocuments({ stage: 'Group A' }))
 *   client.close()
 * }
 * ```
 */
export class MongoClient {
  readonly host: string
  readonly port: number
  readonly options: ClientOptions
  readonly pool: Pool
  #lastId = 0
  /** Whether the database has said hello. */
  #known = false

  constructor(
    host = 'mongodb',
    port = 27017,
    options: ClientOptions = {},
  ) {
    this.host = host
    this.port = port
    this.options = options
    this.pool = new Pool(() => this.#connect(), options)
  }

  db(name: string): Database {
    return new Database(this, name)
  }

  /** Connects now, if it hasn't yet; ConnectionFailure if it can't. */
  open(): this {
    if (this.#known) return this
    try {
      this.pool.release(this.pool.take())
    } catch (error) {
      // There's nothing yet that it could connect to again.
      if (!(error instanceof AutoReconnect)) throw error
      throw new ConnectionFailure(error.message, { cause: error })
    }
    return this
  }

  /** Whether it has connected at least once. */
  get connected(): boolean {
    return this.#known
  }

  /** Sends a command and waits for its answer, if it has one. */
  send(command: Document, sending: Sending = {}): Document {
    const { socketTimeoutMS = null } = this.options
    const { answered = true, sequence } = sending
    const timeout = sending.networkTimeoutMS ?? socketTimeoutMS
    const connection = this.pool.take()
    try {
      this.#lastId += 1
      const id = this.#lastId
      const message = opMsg(id, command, answered, sequence)
      return check(connection.exchange(message, timeout, answered))
    } catch (error) {
      // The idle ones have probably broken, too.
      if (error instanceof AutoReconnect) this.pool.reset()
      throw error
    } finally {
      this.pool.release(connection)
    }
  }

  /** The names of all databases. */
  listDatabaseNames(): string[] {
    const command = { listDatabases: 1, nameOnly: true, $db: 'admin' }
    const { databases } = this.send(command)
    return (databases as { name: string }[]).map(({ name }) => name)
  }

  dropDatabase(name: string): void {
    this.send({ dropDatabase: 1, $db: name })
  }

  /** Closes all connections; the next command opens another one. */
  close(): void {
    this.pool.reset()
  }

  /** The first connection also finds out who is there. */
  #connect(): Connection {
    const connection = new Connection(this.#socket())
    if (this.#known) return connection
    try {
      this.#hello(connection)
    } catch (error) {
      connection.close()
      throw error
    }
    return connection
  }

  #hello(connection: Connection): void {
    const { socketTimeoutMS = null } = this.options
    const hello = opMsg(0, { hello: 1, $db: 'admin' })
    const reply = check(connection.exchange(hello, socketTimeoutMS))
    const time = reply.localTime as Date
    identify(Number(reply.connectionId), time.getTime())
    this.#known = true
  }

  #socket(): Stream {
    const { host, port } = this
    const { connect, connectTimeoutMS = 20_000 } = this.options
    try {
      return connect
        ? connect(host, port, connectTimeoutMS)
        : Socket.connect(host, port, connectTimeoutMS)
    } catch (error) {
      if (!(error instanceof OSError)) throw error
      const why = `could not connect to ${host}:${port}: ${error.message}`
      const Failure = this.#known ? AutoReconnect : ConnectionFailure
      throw new Failure(why, { cause: error })
    }
  }
}
