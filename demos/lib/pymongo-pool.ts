/**
 * The connections of a client: who needs one takes it, and gives it back
 * after one command. If all are taken, one has to wait.
 */
import type { Connection } from 'mongo-connection'
import { ConnectionFailure } from 'pymongo-errors'

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
  /** Default: an error instead of waiting, as nobody could end it. */
  waitQueue?: WaitQueue
}

/** In a thread without a queue only the waiting one could give back. */
const nobody: WaitQueue = {
  wait() {
    throw new ConnectionFailure('connection pool exhausted')
  },
  wake: () => false,
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
    this.#queue = options.waitQueue ?? nobody
    this.#turns = options.maxPoolSize ?? 100
  }

  /** Connections that are open and not in use. */
  get idle(): number {
    return this.#idle.length
  }

  /** Connections that are in use. */
  get taken(): number {
    return this.#taken.size
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
