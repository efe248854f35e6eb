/** Sockets that block: each call waits until it's done. */
import * as os from 'os'

/** Most bytes that one system call takes. */
const CHUNK = 65536

export class Socket {
  readonly fd: number
  /** The request that the last bytes read belong to. */
  request = 0

  constructor(fd: number) {
    this.fd = fd
  }

  static listen(port: number): Socket {
    return new Socket(os.listen(port))
  }

  static connect(host: string, port: number): Socket {
    return new Socket(os.connect(host, port))
  }

  accept(): Socket {
    return new Socket(os.accept(this.fd).fd)
  }

  /** At most `max` bytes; none means that the peer is gone. */
  recv(max: number): string {
    const { data, request } = os.recv(this.fd, max)
    this.request = request
    return data
  }

  sendall(bytes: string): void {
    for (let sent = 0; sent < bytes.length; sent += CHUNK) {
      os.send(this.fd, bytes.slice(sent, sent + CHUNK))
    }
  }

  close(): void {
    os.close(this.fd)
  }

  /** How a socket travels to another thread of the process. */
  toJSON(): object {
    return { $socket: this.fd }
  }
}
