/** HTTP on the event loop: many connections, one callback for all. */
import { context, runFor } from 'context'
import { END_OF_HEAD, type HTTPRequest, parseHead } from 'http-message'
import { IOLoop } from 'ioloop'
import { IOStream } from 'iostream'
import * as os from 'os'

/** Called with each request, and the connection to answer it on. */
export type OnRequest = (
  request: HTTPRequest,
  connection: HTTPConnection,
) => void

/** One client: its requests are answered one after the other. */
export class HTTPConnection {
  readonly #stream: IOStream
  readonly #onRequest: OnRequest
  #keepAlive = true

  constructor(stream: IOStream, onRequest: OnRequest) {
    this.#stream = stream
    this.#onRequest = onRequest
  }

  readRequest(): void {
    runFor(0, () =>
      this.#stream.readUntil(END_OF_HEAD, (head) => {
        context.request = this.#stream.request
        this.#handle(parseHead(head))
      }),
    )
  }

  /** Sends a whole response; then the client may ask again. */
  send(response: string): void {
    // Whoever asked may have left in the meantime.
    if (this.#stream.closed()) return
    this.#stream.write(response, () => {
      if (!this.#keepAlive) this.#stream.close()
      else if (!this.#stream.closed()) this.readRequest()
    })
  }

  #handle(request: HTTPRequest): void {
    this.#keepAlive = request.keepAlive
    this.#onRequest(request, this)
  }
}

export class HTTPServer {
  readonly #onRequest: OnRequest

  constructor(onRequest: OnRequest) {
    this.#onRequest = onRequest
  }

  listen(port: number): void {
    const fd = os.listen(port)
    const accept = () => this.#accept(fd)
    IOLoop.instance().addHandler(fd, accept, os.READ)
  }

  /** Takes everyone who waits at the door. */
  #accept(fd: number): void {
    for (;;) {
      const client = os.ifReady(() => os.tryAccept(fd))
      if (!client) return
      const stream = new IOStream(client.fd)
      new HTTPConnection(stream, this.#onRequest).readRequest()
    }
  }
}
