/** Motor's client: it gives the blocking driver sockets that park. */

import { give } from 'green/motor-call'
import { MongoClient } from 'green/pymongo'
import { IOLoop } from 'ioloop'
import { asynchronize, type Manner } from 'motor-asynchronize'
import { asynchronousClass } from 'motor-class'
import { MotorDatabase } from 'motor-database'
import { withoutCallback } from 'motor-history'
import {
  checkLoop,
  checkPool,
  clientOptions,
  type MotorOptions,
  poolOf,
} from 'motor-options'
import { MotorSocket, socketsOn, TalkSocket } from 'motor-socket'
import { InvalidOperation } from 'pymongo-errors'

const Methods = asynchronousClass(
  MongoClient,
  'listDatabaseNames',
  'dropDatabase',
)

/**
 * A client of MongoDB that never blocks the loop: the blocking driver
 * runs on greenlets (Motor 0.1; Motor 1.0 where no version is asked
 * for). Operations take a callback `(result, error)`, or give a Future.
 * Errors are the driver's; times are ms.
 *
 * ```ts async
 * import { IOLoop } from 'ioloop'
 * import { MotorClient } from 'motor'
 *
 * const loop = IOLoop.instance()
 * const matches = new MotorClient().db('worldcup').collection('matches')
 *
 * async function show() {
 *   console.log(await matches.findOne({ teamA: 'Brazil' }))
 *   loop.stop()
 * }
 *
 * export function main() {
 *   loop.addCallback(() => void show())
 *   loop.start()
 * }
 * ```
 */
export class MotorClient extends Methods {
  /** What the historical versions look at when they open. */
  readonly #historical: MotorOptions | undefined

  constructor(
    host = 'mongodb',
    port = 27017,
    options: MotorOptions = {},
  ) {
    const { version, ioLoop = IOLoop.instance() } = options
    checkLoop(ioLoop)
    const manner: Manner = version
      ? { loop: ioLoop, withoutCallback }
      : { loop: ioLoop }
    const loop = () => manner.loop!
    const Socket = version === 'talk' ? TalkSocket : MotorSocket
    const connect = socketsOn(loop, Socket)
    const delegate = new MongoClient(host, port, {
      ...clientOptions(options),
      ...poolOf(options, loop),
      connect,
    })
    super(delegate, manner)
    this.#historical = version && options
  }

  /** Whether it has been connected. */
  get connected(): boolean {
    return this.delegate.connected
  }

  /** Connects; only old versions need it. The result is the client. */
  get open() {
    const open = (): MotorClient => {
      if (this.#historical) checkPool(this.#historical)
      return give(this, () => this.delegate.open())
    }
    return asynchronize(open, this.manner, 'open')
  }

  /** Connects on a loop of its own, and waits for it. */
  openSync(): this {
    if (this.connected) return this
    const { manner } = this
    const { loop } = manner
    const own = new IOLoop()
    manner.loop = own
    let failure: unknown
    this.open((_client, error) => {
      failure = error
      own.stop()
    })
    own.start()
    // What it has connected belongs to that loop.
    this.#disconnect()
    own.close()
    manner.loop = loop!
    if (failure) throw failure
    return this
  }

  /** Throws InvalidOperation in old versions, unless it is open. */
  db(name: string): MotorDatabase {
    if (this.#historical && !this.connected) {
      const what = `Can't access attribute '${name}' on MotorClient`
      const when = 'before calling open() or open_sync()'
      throw new InvalidOperation(`${what} ${when}`)
    }
    const database = $run(this.delegate.db(name), 'db')
    return new MotorDatabase(database, this.manner)
  }

  /** What `close` was called in Motor 0.1. */
  disconnect(): void {
    this.#checkOpen('disconnect')
    this.#disconnect()
  }

  /**
   * Closes idle connections, and those in use once they're done. Throws
   * InvalidOperation in old versions, unless it is open.
   */
  close(): void {
    this.#checkOpen('close')
    this.#disconnect()
  }

  #disconnect(): void {
    $run(this.delegate.close(), 'close')
  }

  #checkOpen(name: string): void {
    if (!this.#historical || this.connected) return
    throw new InvalidOperation(
      `Call open() on MotorClient before accessing attribute '${name}'`,
    )
  }
}
