/** Tornado's web server, small: one loop, one thread, many connections. */
import { HTTPError } from 'http-error'
import { HTTPServer, type ServerRequest } from 'httpserver'
import { RequestHandler } from 'request-handler'

export { HTTPError, RuntimeError } from 'http-error'
export { RequestHandler } from 'request-handler'

type Method = (...args: never[]) => unknown

/**
 * The method's answer isn't there when it returns: it calls `finish`. An
 * error in any callback that it leaves behind is answered with a 500
 * (Tornado 2.4.1).
 */
export function asynchronous<F extends Method>(method: F): F {
  function wrapper(this: RequestHandler, ...args: never[]): unknown {
    return this.runAsynchronous(() => method.apply(this, args))
  }
  return wrapper as F
}

type HandlerClass = new (request: ServerRequest) => RequestHandler

/**
 * Which class answers which path; others get a 404 (Tornado 2.4.1).
 *
 * ```ts callbacks
 * import { IOLoop } from 'ioloop'
 * import { Application, RequestHandler } from 'web'
 *
 * class Teams extends RequestHandler {
 *   get() {
 *     this.write(['Ghana', 'Japan'])
 *   }
 * }
 *
 * export function main() {
 *   new Application({ '/': Teams }).listen(8888)
 *   IOLoop.instance().start()
 * }
 * ```
 */
export class Application {
  readonly #handlers: Record<string, HandlerClass>

  constructor(handlers: Record<string, HandlerClass>) {
    this.#handlers = handlers
  }

  /** Takes every connection to the port, as soon as the loop runs. */
  listen(port: number): HTTPServer {
    const server = new HTTPServer((request) => this.handle(request))
    server.listen(port)
    return server
  }

  /** Has the request answered by the class for its path. */
  handle(request: ServerRequest): void {
    const Handler = this.#handlers[request.path] ?? NotFound
    new Handler(request).execute()
  }
}

class NotFound extends RequestHandler {
  override prepare(): void {
    throw new HTTPError(404)
  }
}
