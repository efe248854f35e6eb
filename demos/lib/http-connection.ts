/** One client of an HTTP server: its requests, one after the other. */
import { AssertionError } from 'assertion-error'
import { context, wrap } from 'context'
import { END_OF_HEAD, HTTPRequest, parseQuery } from 'http-message'
import type { IOStream } from 'iostream'

export type { ServerRequest }

/** A request, and the way to answer it. */
class ServerRequest extends HTTPRequest {
  readonly connection: HTTPConnection
  body = ''

  constructor(head: string, connection: HTTPConnection) {
    super(head)
    this.connection = connection
  }

  /** Sends a piece of the response; calls back when it has left. */
  write(bytes: string, callback?: () => void): void {
    this.connection.write(bytes, callback)
  }

  /** The response is complete. */
  finish(): void {
    this.connection.finish()
  }
}

/** Called with each request. */
export type OnRequest = (request: ServerRequest) => void

/**
 * Reads a request, and the next one only when that is answered: clients
 * that send several at once wait their turn (Tornado 2.4.1).
 *
 * ```ts callbacks
 * import { HTTPConnection } from 'httpserver'
 * import { IOLoop } from 'ioloop'
 * import { IOStream } from 'iostream'
 * import { Socket } from 'socket'
 *
 * export function main() {
 *   const client = Socket.listen(8888).accept()
 *   new HTTPConnection(new IOStream(client), (request) => {
 *     request.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
 *     request.finish()
 *   })
 *   IOLoop.instance().start()
 * }
 * ```
 */
export class HTTPConnection {
  readonly stream: IOStream
  readonly #onRequest: OnRequest
  /** Wrapped before any request: none hands its contexts to the next. */
  readonly #onHead = wrap((head: string) => this.#readHead(head))
  #request: ServerRequest | undefined
  #finished = false
  #onWritten: (() => void) | undefined

  constructor(stream: IOStream, onRequest: OnRequest) {
    this.stream = stream
    this.#onRequest = onRequest
    stream.readUntil(END_OF_HEAD, this.#onHead)
  }

  write(bytes: string, callback?: () => void): void {
    this.#check()
    if (this.stream.closed()) return
    this.#onWritten = callback && wrap(callback)
    this.stream.write(bytes, () => this.#written())
  }

  finish(): void {
    this.#check()
    this.#finished = true
    if (!this.stream.writing()) this.#next()
  }

  #check(): void {
    if (!this.#request) throw new AssertionError('Request closed')
  }

  /** What one writes more before this is called goes out as well. */
  #written(): void {
    const callback = this.#onWritten
    this.#onWritten = undefined
    callback?.()
    if (this.#finished && !this.stream.writing()) this.#next()
  }

  /** The answer has left: closes, or reads what the client asks next. */
  #next(): void {
    const keepAlive = this.#request?.keepAlive
    this.#request = undefined
    this.#finished = false
    if (keepAlive) this.stream.readUntil(END_OF_HEAD, this.#onHead)
    else this.stream.close()
  }

  #readHead(head: string): void {
    context.request = this.stream.request
    const request = new ServerRequest(head, this)
    if (!request.version.startsWith('HTTP/')) {
      this.stream.close()
      return
    }
    this.#request = request
    const length = Number(request.header('content-length') ?? 0)
    if (!length) this.#serve(request)
    else
      this.stream.readBytes(length, (body) => {
        request.body = body
        Object.assign(request.query, formOf(request))
        this.#serve(request)
      })
  }

  /** Also the promises that it leaves behind are this request's. */
  #serve(request: ServerRequest): void {
    this.#onRequest(request)
    $jobs()
  }
}

const FORM = 'application/x-www-form-urlencoded'

/** The arguments of a form that was posted. */
function formOf(request: ServerRequest) {
  const isForm = request.header('content-type')?.startsWith(FORM)
  return isForm ? parseQuery(request.body) : {}
}
