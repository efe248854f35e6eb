/**
 * The two pieces that let a blocking driver run on greenlets: a socket
 * that parks instead of blocking, and the call that hands over the result.
 */
import { type Greenlet, getcurrent } from 'greenlet'
import { IOStream } from 'iostream'
import { AutoReconnect } from 'mongo-connection'

/** Looks like a socket; waits by switching to the loop's greenlet. */
export class MotorSocket {
  #stream: IOStream

  constructor(stream: IOStream) {
    this.#stream = stream
  }

  static connect(host: string, port: number): MotorSocket {
    const { child, main } = greenlets()
    const refused = new AutoReconnect(
      `can't connect to ${host}:${port}`,
    )
    // Bound, not arrows: the loop, which is plain code, calls them.
    const stream = IOStream.connect(
      host,
      port,
      child.switch.bind(child),
    )
    stream.setCloseCallback(child.throw.bind(child, refused))
    main.switch()
    stream.setCloseCallback(nothing)
    return new MotorSocket(stream)
  }

  /** Waits for so many bytes; none if the connection breaks meanwhile. */
  recv(count: number): string {
    const { child, main } = greenlets()
    this.#stream.setCloseCallback(child.switch.bind(child, ''))
    this.#stream.readBytes(count, child.switch.bind(child))
    const data = main.switch() as string
    this.#stream.setCloseCallback(nothing)
    return data
  }

  /** Doesn't wait: what the socket doesn't take is sent by the loop. */
  sendall(bytes: string): void {
    this.#stream.write(bytes)
  }

  close(): void {
    this.#stream.close()
  }
}

const nothing = () => undefined

/** The greenlet that an operation runs on, and that of the loop. */
function greenlets(): { child: Greenlet; main: Greenlet } {
  const child = getcurrent()
  const main = child.parent
  if (!main) throw new Error('Should be on child greenlet')
  return { child, main }
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
