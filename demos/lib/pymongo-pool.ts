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
  readonly #size: number
  readonly #maxIdle: number
  readonly #timeout: number | undefined
  readonly #queue: WaitQueue
  #idle: Connection[] = []
  /** How many may still take one without waiting. */
  #turns: number
  #waiting = 0
  #generation = 0

  constructor(open: () => Connection, options: PoolOptions) {
    this.#open = open
    this.#size = checkSize(options.maxPoolSize)
    this.#maxIdle = options.maxIdle ?? this.#size
    this.#timeout = options.waitQueueTimeoutMS
    this.#queue = options.waitQueue ?? new SocketQueue()
    this.#turns = this.#size
  }

  /** Connections that are open and not in use. */
  get idle(): number {
    return this.#idle.length
  }

  /** Connections that are in use. */
  get taken(): number {
    return this.#size - this.#turns
  }

  /** A connection that nobody else uses; opens one if none is idle. */
  take(): Connection {
    if (this.#turns === 0) this.#wait()
    else this.#turns -= 1
    return this.#idle.pop() ?? this.#connect()
  }

  /** Gives a connection back, to be used again if it can be. */
  release(connection: Connection): void {
    const valid = connection.generation === this.#generation
    const room = this.#idle.length < this.#maxIdle
    if (valid && room && connection.usable) this.#idle.push(connection)
    else connection.close()
    this.#next()
  }

  /** Closes all: those in use as soon as they're given back. */
  reset(): void {
    const idle = this.#idle
    this.#idle = []
    this.#generation += 1
    for (const connection of idle) connection.close()
  }

  #connect(): Connection {
    const generation = this.#generation
    try {
      const connection = this.#open()
      connection.generation = generation
      return connection
    } catch (error) {
      this.#next()
      throw error
    }
  }

  #wait(): void {
    this.#waiting += 1
    try {
      if (this.#queue.wait(this.#timeout)) return
    } finally {
      this.#waiting -= 1
    }
    const pool = `pool with max_size ${this.#size}`
    const patience = `wait_queue_timeout ${this.#timeout}`
    throw new ConnectionFailure(
      `Timed out waiting for socket from ${pool} and ${patience}`,
    )
  }

  /** The turn goes to the first one who waits, if there's one. */
  #next(): void {
    if (this.#waiting > 0 && this.#queue.wake()) return
    this.#turns += 1
  }
}

function checkSize(size = 100): number {
  if (Number.isInteger(size) && size > 0) return size
  throw new ConfigurationError('maxPoolSize must be a positive integer')
}
