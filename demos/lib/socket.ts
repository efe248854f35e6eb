/** Sockets that block: each call waits until it's done. */
import * as os from 'os'

/** Most bytes that one system call takes. */
const CHUNK = 65536

/**
 * A stream socket as Python 3.11's: methods wait, at most as long as
 * `setTimeout` says, and throw OSError, TimeoutError ('timed out') or,
 * if they mustn't wait, BlockingIOError. Bytes are strings, times ms.
 *
 * ```ts threads
 * import { Socket } from 'socket'
 *
 * export function main() {
 *   const [one, other] = Socket.pair()
 *   one.sendall('hello')
 *   console.log(other.recv(100))
 * }
 * ```
 */
export class Socket {
  /** The number by which the kernel knows it, -1 once it is closed. */
  fd: number
  /** The request that the last bytes read belong to. */
  request = 0
  /** How long a call may wait, -1 for ever, 0 not at all. */
  #timeout = -1

  constructor(fd: number) {
    this.fd = fd
  }

  static listen(port: number): Socket {
    return new Socket(os.listen(port))
  }

  /** Waits for the connection at most `timeout` ms; null: for ever. */
  static connect(
    host: string,
    port: number,
    timeout: number | null = null,
  ): Socket {
    const socket = new Socket(os.connect(host, port, timeout ?? -1))
    socket.setTimeout(timeout)
    return socket
  }

  /** Two sockets, each the other's peer. */
  static pair(): [Socket, Socket] {
    const [one, other] = os.socketpair()
    return [new Socket(one), new Socket(other)]
  }

  accept(): Socket {
    const { fd } =
      this.#timeout === 0
        ? os.tryAccept(this.fd)
        : os.accept(this.fd, this.#timeout)
    return new Socket(fd)
  }

  /** At most `max` bytes; none means that the peer is gone. */
  recv(max: number): string {
    const { data, request } =
      this.#timeout === 0
        ? os.tryRecv(this.fd, max)
        : os.recv(this.fd, max, this.#timeout)
    this.request = request
    return data
  }

  /** Sends what the socket takes, and answers how many bytes. */
  send(bytes: string): number {
    return this.#send(bytes, this.#timeout)
  }

  /** Sends all. The timeout is for all of it together. */
  sendall(bytes: string): void {
    const end = os.now() + this.#timeout
    for (let sent = 0; sent < bytes.length; ) {
      // Not all the rest: a big message would be copied again and again.
      const piece = bytes.slice(sent, sent + CHUNK)
      const left = Math.max(end - os.now(), 1)
      sent += this.#send(
        piece,
        this.#timeout > 0 ? left : this.#timeout,
      )
    }
  }

  /** How long each call may wait, ms; null: for ever. */
  get timeout(): number | null {
    return this.#timeout < 0 ? null : this.#timeout
  }

  /** How long each call may wait, ms; null for ever, 0 not at all. */
  setTimeout(ms: number | null): void {
    this.#timeout = ms ?? -1
  }

  /** Whether calls wait, as long as it takes. */
  setBlocking(blocking: boolean): void {
    this.#timeout = blocking ? -1 : 0
  }

  /** The number by which the kernel knows it, -1 once it is closed. */
  fileno(): number {
    return this.fd
  }

  /** Tells the peer that no more will be sent. */
  shutdown(): void {
    os.shutdown(this.fd)
  }

  #send(bytes: string, timeout: number): number {
    const piece = bytes.slice(0, CHUNK)
    if (timeout === 0) return os.trySend(this.fd, piece)
    return os.send(this.fd, piece, timeout)
  }

  /** Closes it, once: the kernel may give its number to another. */
  close(): void {
    const { fd } = this
    this.fd = -1
    if (fd >= 0) os.close(fd)
  }

  /** How a socket travels to another thread of the process. */
  toJSON(): object {
    return { $socket: this.fd }
  }
}
