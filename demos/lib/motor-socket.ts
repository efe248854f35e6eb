/**
 * Motor's fake socket (Motor 0.1, and its first version of 2013). To the
 * driver it is one that blocks. It parks the greenlet that calls it; the
 * loop's callbacks, which run on the main greenlet, switch back.
 */
import { AssertionError } from 'assertion-error'
import { parked } from 'green/motor-call'
import { type Greenlet, getcurrent } from 'greenlet'
import { IOLoop } from 'ioloop'
import { IOStream } from 'iostream'
import { OSError, TimeoutError } from 'os-error'

/** What a blocking driver expects of a broken socket. */
export class SocketError extends OSError {
  constructor(message: string) {
    super('ECONNRESET', message)
  }
}

/** The greenlet that runs; blocking code must not run on main. */
export function childGreenlet(): Greenlet {
  const greenlet = getcurrent()
  if (!greenlet.parent)
    throw new AssertionError('Should be on child greenlet')
  return greenlet
}

/**
 * A socket for blocking code on a child of the main greenlet: where it
 * would wait, it switches to its parent, and the stream switches back
 * (Motor 0.1). Throws OSError as a real one does, and TimeoutError (ms, see
 * `setTimeout`); AssertionError on the main greenlet.
 *
 * ```ts callbacks
 * import { MongoClient } from 'green/pymongo'
 * import { IOLoop } from 'ioloop'
 * import { asynchronize, MotorSocket } from 'motor'
 *
 * const loop = IOLoop.instance()
 * const connect = (host: string, port: number) =>
 *   new MotorSocket().connect(host, port)
 * const client = new MongoClient('mongodb', 27017, { connect })
 *
 * export function main() {
 *   const list = client.listDatabaseNames.bind(client)
 *   asynchronize(list)((names) => {
 *     console.log(names)
 *     loop.stop()
 *   })
 *   console.log('meanwhile')
 *   loop.start()
 * }
 * ```
 */
export class MotorSocket {
  readonly loop: IOLoop
  protected readonly stream: IOStream
  #timeout: number | null = null

  constructor(loop = IOLoop.instance()) {
    this.loop = loop
    this.stream = new IOStream(null, { loop })
  }

  /** Never reaches the socket, which would block: the loop has timers. */
  setTimeout(ms: number | null): void {
    this.#timeout = ms
  }

  /** Comes back with this socket. */
  connect(host: string, port: number): this {
    return this.park((done) =>
      this.stream.connect(host, port, () => done(this)),
    )
  }

  /** Comes back with exactly so many bytes. */
  recv(count: number): string {
    return this.park((done) => this.stream.readBytes(count, done))
  }

  /** Doesn't wait: the loop sends what the kernel doesn't take now. */
  sendall(bytes: string): unknown {
    childGreenlet()
    asSocket(() => this.stream.write(bytes))
    if (this.stream.closed()) throw new SocketError('write error')
    return undefined
  }

  close(): void {
    this.stream.close()
  }

  //#region park
  /** Begins something, and leaves the child until it's done. */
  protected park<R>(begin: (done: (result: R) => void) => void): R {
    const { loop } = this
    const child = childGreenlet()
    const timer = this.#startTimer(() => {
      awake()
      this.stream.close()
      child.throw(new TimeoutError())
    })
    const awake = () => {
      this.stream.setCloseCallback(null)
      if (timer) loop.removeTimeout(timer)
    }
    const done = (result: R) => {
      awake()
      child.switch(result)
    }
    const closed = () => {
      if (timer) loop.removeTimeout(timer)
      if (!child.dead) child.throw(new SocketError('error'))
    }
    this.stream.setCloseCallback(closed)
    asSocket(() => begin(done), awake)
    // The driver waits for what this gives: it is rewritten, this isn't.
    return parked(child) as R
  }
  //#endregion

  #startTimer(expired: () => void) {
    const ms = this.#timeout
    return ms === null ? undefined : this.loop.addTimeout(ms, expired)
  }
}

/**
 * The socket of Motor's first version (commit 3d6089ee): its sendall waits
 * as well, so that an insert takes eight switches instead of six.
 *
 * ```ts callbacks
 * import { IOLoop } from 'ioloop'
 * import { MotorClient } from 'motor'
 *
 * export function main() {
 *   const loop = IOLoop.instance()
 *   const client = new MotorClient('mongodb', 27017, { version: 'talk' })
 *   client.open(() => {
 *     client.db('test').collection('log').insertOne({ at: 1 }, () => loop.stop())
 *   })
 *   loop.start()
 * }
 * ```
 */
export class TalkSocket extends MotorSocket {
  override sendall(bytes: string): unknown {
    return this.park((done) => this.stream.write(bytes, () => done(0)))
  }
}

/** A stream's errors, as those that a driver expects of a socket. */
function asSocket(begin: () => void, giveUp?: () => void): void {
  try {
    begin()
  } catch (error) {
    giveUp?.()
    if (error instanceof OSError) throw error
    throw new SocketError((error as Error).message)
  }
}

/** What gives a blocking driver its sockets; times are ms. */
export function socketsOn(
  loop = IOLoop.instance,
  Socket: typeof MotorSocket = MotorSocket,
): (host: string, port: number, timeout?: number) => MotorSocket {
  return (host, port, timeout) => {
    const socket = new Socket(loop())
    socket.setTimeout(timeout ?? null)
    const connected = socket.connect(host, port)
    socket.setTimeout(null)
    return connected
  }
}
