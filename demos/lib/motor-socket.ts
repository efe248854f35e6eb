/**
 * The two pieces that let a blocking driver run on greenlets: a socket
 * that parks instead of blocking, and the call that hands over the result.
 */
import { getcurrent, type Greenlet } from 'greenlet'
import { IOStream } from 'iostream'
import { AutoReconnect } from 'pymongo'

/** Looks like a socket; waits by switching to the loop's greenlet. */
export class MotorSocket {
  #stream: IOStream

  constructor(stream: IOStream) {
    this.#stream = stream
  }

  static connect(host: string, port: number): MotorSocket {
    const { child, main } = greenlets()
    const stream = IOStream.connect(host, port, () => child.switch())
    parkUntilClosed(stream, child, () => main.switch())
    return new MotorSocket(stream)
  }

  recv(count: number): string {
    const { child, main } = greenlets()
    const stream = this.#stream
    stream.readBytes(count, (data) => child.switch(data))
    return parkUntilClosed(stream, child, () => main.switch()) as string
  }

  /** Doesn't wait: what the socket doesn't take is sent by the loop. */
  sendall(bytes: string): void {
    this.#stream.write(bytes)
  }

  close(): void {
    this.#stream.close()
  }
}

function greenlets(): { child: Greenlet; main: Greenlet } {
  const child = getcurrent()
  const main = child.parent
  if (!main) throw new Error('Should be on child greenlet')
  return { child, main }
}

/** Parks; if the connection breaks meanwhile, raises where it parked. */
function parkUntilClosed(
  stream: IOStream,
  child: Greenlet,
  park: () => unknown,
): unknown {
  stream.setCloseCallback(() => {
    child.throw(new AutoReconnect('connection closed'))
  })
  try {
    return park()
  } finally {
    stream.setCloseCallback(() => undefined)
  }
}

/** Calls a blocking method on a greenlet of its own. */
export function callMethod(
  method: () => unknown,
  done: (result: unknown, error: unknown) => void,
): void {
  let result: unknown
  try {
    result = method()
  } catch (error) {
    done(null, error)
    return
  }
  done(result, null)
}
