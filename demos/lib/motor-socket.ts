/**
 * Motor's fake socket (Motor 0.1, and its first version of 2013). To the
 * driver it is one that blocks. It parks the greenlet that calls it; the
 * loop's callbacks, which run on the main greenlet, switch back.
 */
import { type Greenlet, getcurrent } from 'greenlet'
import { IOLoop } from 'ioloop'
import { IOStream } from 'iostream'
import { OSError } from 'os'

/** What a blocking driver expects of a broken socket. */
export class SocketError extends OSError {
  constructor(message: string) {
    super('ECONNRESET', 'socket')
    this.message = message
  }
}

/** A socket for blocking code on a child of the main greenlet. */
export class MotorSocket {
  readonly loop: IOLoop
  protected stream: IOStream | undefined
  #timeout: number | null = null

  constructor(loop = IOLoop.instance()) {
    this.loop = loop
  }

  /** ms. Never touches the socket, it would block: the loop has timers. */
  setTimeout(ms: number | null): void {
    this.#timeout = ms
  }

  /** Comes back with this socket. */
  connect(host: string, port: number): this {
    return this.park((done) => {
      this.stream = IOStream.connect(host, port, () => done(this))
    })
  }

  /** Comes back with exactly so many bytes. */
  recv(count: number): string {
    return this.park((done) => this.stream!.readBytes(count, done))
  }

  /** Doesn't wait: the loop sends what the kernel doesn't take now. */
  sendall(bytes: string): unknown {
    child()
    return translate(() => this.stream!.write(bytes))
  }

  close(): void {
    this.stream?.close()
  }

  /** Begins something and leaves the child until it's done. */
  protected park<R>(begin: (done: (result: R) => void) => void): R {
    const greenlet = child()
    const { loop } = this
    const timer =
      this.#timeout === null
        ? undefined
        : loop.addTimeout(this.#timeout, () => {
            this.stream!.setCloseCallback(nothing)
            this.stream!.close()
            greenlet.throw(new SocketError('timed out'))
          })
    const awake = () => {
      this.stream!.setCloseCallback(nothing)
      if (timer) loop.removeTimeout(timer)
    }
    translate(() =>
      begin((result) => {
        awake()
        greenlet.switch(result)
      }),
    )
    this.stream!.setCloseCallback(() => {
      awake()
      if (!greenlet.dead) greenlet.throw(new SocketError('error'))
    })
    // Not awaited here: what comes back goes on to whoever called.
    return greenlet.parent!.switch() as R
  }
}

/** The socket of Motor's first version: its sendall waits, too. */
export class TalkSocket extends MotorSocket {
  override sendall(bytes: string): unknown {
    return this.park((done) => this.stream!.write(bytes, () => done(0)))
  }
}

const nothing = () => undefined

/** The greenlet that runs; blocking code must not run on main. */
function child(): Greenlet {
  const greenlet = getcurrent()
  if (!greenlet.parent) throw new Error('Should be on child greenlet')
  return greenlet
}

/** A stream's errors as those that a driver expects of a socket. */
function translate(begin: () => void): void {
  try {
    begin()
  } catch (error) {
    if (error instanceof OSError) throw error
    throw new SocketError(String((error as Error).message))
  }
}
