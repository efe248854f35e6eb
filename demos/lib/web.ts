/** Tornado's web server, small: one loop, one thread, many connections. */
import { wrap } from 'context'
import { Future } from 'future'
import { formatResponse, type HTTPRequest } from 'http-message'
import { type HTTPConnection, HTTPServer } from 'httpserver'

type Method = (this: RequestHandler) => unknown
type HandlerClass = new (
  request: HTTPRequest,
  connection: HTTPConnection,
) => RequestHandler

const unfinished = new WeakSet<object>()

/** The method's answer isn't there when it returns: it calls `finish`. */
export function asynchronous<F extends (...args: never[]) => unknown>(
  method: F,
): F {
  unfinished.add(method)
  return method
}

/** An answer with a status other than 200. */
export class HTTPError extends Error {
  override name = 'HTTPError'
  status: number
  constructor(status: number, message = '') {
    super(message)
    this.status = status
  }
}

/** One request being answered. Define `get` in a class of your own. */
export class RequestHandler {
  readonly request: HTTPRequest
  readonly #connection: HTTPConnection
  #status = 200
  #body: unknown
  #finished = false

  constructor(request: HTTPRequest, connection: HTTPConnection) {
    this.request = request
    this.#connection = connection
  }

  /** An argument from the address; a 400 if there's none. */
  getArgument(name: string): string {
    const value = this.request.query[name]
    if (value === undefined) {
      throw new HTTPError(400, `Missing argument ${name}`)
    }
    return value
  }

  setStatus(status: number): void {
    this.#status = status
  }

  /** What to answer: text, or anything that JSON can hold. */
  write(body: unknown): void {
    if (this.#finished) throw new Error('Cannot write() after finish()')
    const both =
      typeof this.#body === 'string' && typeof body === 'string'
    this.#body = both ? `${this.#body}${body}` : body
  }

  /** Sends the answer. */
  finish(body?: unknown): void {
    if (this.#finished) throw new Error('finish() called twice')
    if (body !== undefined) this.write(body)
    this.#finished = true
    this.#connection.send(
      formatResponse(this.#status, this.#body ?? ''),
    )
  }

  /** Calls the method that the request asks for. */
  execute(): void {
    const name = this.request.method.toLowerCase()
    const method = Reflect.get(this, name) as Method | undefined
    try {
      if (!method) throw new HTTPError(405)
      const result = method.call(this)
      if (isThenable(result)) this.#finishAfter(result)
      else if (!unfinished.has(method)) this.#finishUnlessDone()
    } catch (error) {
      this.fail(error)
    }
  }

  /** Answers with an error, and logs it. */
  fail(error: unknown): void {
    const { method, path } = this.request
    const expected = error instanceof HTTPError
    if (!expected) {
      console.error(`Uncaught exception ${method} ${path}:`, error)
    }
    if (this.#finished) return
    this.#status = expected ? error.status : 500
    this.#body = `${this.#status}: ${expected ? error.message : 'error'}`
    this.finish()
  }

  #finishAfter(result: PromiseLike<unknown>): void {
    result.then(
      wrap(() => this.#finishUnlessDone()),
      wrap((error: unknown) => this.fail(error)),
    )
  }

  #finishUnlessDone(): void {
    if (!this.#finished) this.finish()
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return value instanceof Future || value instanceof Promise
}

/** Which class answers which path. */
export class Application {
  readonly #handlers: Record<string, HandlerClass>

  constructor(handlers: Record<string, HandlerClass>) {
    this.#handlers = handlers
  }

  /** Takes every connection to the port, as soon as the loop runs. */
  listen(port: number): void {
    const server = new HTTPServer((request, connection) =>
      this.handlerFor(request, connection).execute(),
    )
    server.listen(port)
  }

  handlerFor(
    request: HTTPRequest,
    connection: HTTPConnection,
  ): RequestHandler {
    const Handler = this.#handlers[request.path] ?? NotFound
    return new Handler(request, connection)
  }
}

class NotFound extends RequestHandler {
  get(): void {
    throw new HTTPError(404)
  }
}
