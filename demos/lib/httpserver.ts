/** HTTP on the event loop: many connections, one callback for all. */
import { HTTPConnection, type OnRequest } from 'http-connection'
import { IOLoop } from 'ioloop'
import { IOStream } from 'iostream'
import * as os from 'os'

export { HTTPConnection, type ServerRequest } from 'http-connection'

/**
 * Calls back with each request; `request.write` and `request.finish`
 * answer it (Tornado 2.4.1).
 *
 * ```ts callbacks
 * import { HTTPServer } from 'httpserver'
 * import { IOLoop } from 'ioloop'
 *
 * const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'
 *
 * export function main() {
 *   new HTTPServer((request) => {
 *     request.write(answer)
 *     request.finish()
 *   }).listen(8888)
 *   IOLoop.instance().start()
 * }
 * ```
 */
export class HTTPServer {
  readonly #onRequest: OnRequest
  #fds: number[] = []

  constructor(onRequest: OnRequest) {
    this.#onRequest = onRequest
  }

  /** Takes every connection to the port, as soon as the loop runs. */
  listen(port: number): void {
    const fd = os.listen(port)
    const accept = () => this.#accept(fd)
    IOLoop.instance().addHandler(fd, accept, os.READ)
    this.#fds.push(fd)
  }

  /** Takes no more connections; those that it has stay. */
  stop(): void {
    for (const fd of this.#fds.splice(0)) {
      IOLoop.instance().removeHandler(fd)
      os.close(fd)
    }
  }

  /** Takes everyone who waits at the door. */
  #accept(fd: number): void {
    for (;;) {
      const client = os.ifReady(() => os.tryAccept(fd))
      if (!client) return
      new HTTPConnection(new IOStream(client.fd), this.#onRequest)
    }
  }
}
