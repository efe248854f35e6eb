/**
 * The connections of a client: who needs one takes it, and gives it back
 * after one command. If all are taken, one has to wait.
 */
import type { Connection } from 'mongo-connection'
import { ConfigurationError, ConnectionFailure } from 'pymongo-errors'
import { SocketQueue } from 'pymongo-wait-queue'

/** Where those stand who wait for a connection, first come first served. */
export interface WaitQueue {
  /** Waits for a turn, `timeout` ms at most; false if none came. */
  wait(timeout: number | undefined): boolean
  /** Gives the first one who waits a turn; false if nobody waits. */
  wake(): boolean
}

/** How many connections there may be. */
export interface PoolOptions {
  /** Open at the same time, default 100. */
  maxPoolSize?: number
  /** Kept while nobody needs them, default all. */
  maxIdle?: number
  /** How long to wait for one, ms; default for ever. */
  waitQueueTimeoutMS?: number
  /** Default: one that waits as the program's sockets do. */
  waitQueue?: WaitQueue
}

/** Opens connections when they're needed, and keeps idle ones. */
export class Pool {
  readonly #open: () => Connection
  readonly #options: PoolOptions
  readonly #queue: WaitQueue
  readonly #taken = new Set<Connection>()
  #idle: Connection[] = []
  /** How many may still take one without waiting. */
  #turns: number

  constructor(open: () => Connection, options: PoolOptions) {
    this.#open = open
    this.#options = options
    this.#queue = options.waitQueue ?? new SocketQueue()
    this.#turns = checkSize(options.maxPoolSize)
  }

  /** Connections that are open and not in use. */
  get idle(): number {
    return this.#idle.length
  }

  /** Connections that are in use. */
  get taken(): number {
    return this.#taken.size
  }

  /** Connections that there are, also those just being opened. */
  get open(): number {
    const { maxPoolSize = 100 } = this.#options
    return maxPoolSize - this.#turns + this.#idle.length
  }

  /** A connection that nobody else uses; opens one if none is idle. */
  take(): Connection {
    if (this.#turns > 0) this.#turns -= 1
    else this.#wait()
    try {
      const connection = this.#idle.pop() ?? this.#open()
      this.#taken.add(connection)
      return connection
    } catch (error) {
      this.#next()
      throw error
    }
  }

  /** Gives a connection back, to be used again if it can be. */
  release(connection: Connection): void {
    const { maxIdle = Number.POSITIVE_INFINITY } = this.#options
    const valid = this.#taken.delete(connection) && connection.usable
    const keep = valid && this.#idle.length < maxIdle
    if (keep) this.#idle.push(connection)
    else connection.close()
    this.#next()
  }

  /** Closes all: those in use as soon as they're given back. */
  reset(): void {
    const idle = this.#idle
    this.#idle = []
    this.#taken.clear()
    for (const connection of idle) connection.close()
  }

  #wait(): void {
    const { maxPoolSize = 100, waitQueueTimeoutMS } = this.#options
    if (this.#queue.wait(waitQueueTimeoutMS)) return
    const pool = `pool with max_size ${maxPoolSize}`
    const patience = `wait_queue_timeout ${waitQueueTimeoutMS}`
    throw new ConnectionFailure(
      `Timed out waiting for socket from ${pool} and ${patience}`,
    )
  }

  /** The turn goes to the first one who waits, if there's one. */
  #next(): void {
    if (!this.#queue.wake()) this.#turns += 1
  }
}

function checkSize(size = 100): number {
  if (Number.isInteger(size) && size > 0) return size
  throw new ConfigurationError('maxPoolSize must be a positive integer')
}
