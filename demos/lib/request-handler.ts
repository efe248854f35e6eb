/** One request being answered: Tornado 2.4.1's RequestHandler. */
import { Answer } from 'answer'
import { wrap } from 'context'
import { HTTPError } from 'http-error'
import { REASONS } from 'http-reasons'
import { ExceptionStackContext, runWith } from 'stack-context'

type Method = (this: RequestHandler) => unknown

/** The methods that a handler can have, by what clients call them. */
const METHODS: Readonly<Record<string, string>> = {
  GET: 'get',
  HEAD: 'head',
  POST: 'post',
  DELETE: 'delete',
  PATCH: 'patch',
  PUT: 'put',
  OPTIONS: 'options',
}

/**
 * Define `get` or `post` in a class of your own: the answer goes out
 * when it returns, or when its future is done (3.1); if the method is
 * `asynchronous`, when somebody calls `finish`. What is raised meanwhile
 * is answered with a 500, an HTTPError with its status.
 *
 * ```ts callbacks
 * import { IOLoop } from 'ioloop'
 * import { Application, RequestHandler } from 'web'
 *
 * class Greet extends RequestHandler {
 *   get() {
 *     this.write(`Hello, ${this.getArgument('name', 'world')}`)
 *   }
 * }
 *
 * export function main() {
 *   new Application({ '/': Greet }).listen(8888)
 *   IOLoop.instance().start()
 * }
 * ```
 */
export class RequestHandler extends Answer {
  #autoFinish = true

  /** Called before the method; may finish, and then that is not called. */
  prepare(): void {}

  /** Answers with an error, unless the head has gone out already. */
  sendError(status = 500): void {
    if (this.headersWritten) {
      console.error('Cannot send error response after headers written')
    } else {
      this.clear()
      this.setStatus(status)
      this.#writeError(status)
    }
    if (!this.finished) this.finish()
  }

  /** The page for an error; define your own if you like. */
  writeError(status: number): void {
    const what = `${status}: ${REASONS[status]}`
    this.finish(
      `<html><title>${what}</title><body>${what}</body></html>`,
    )
  }

  #writeError(status: number): void {
    try {
      this.writeError(status)
    } catch (error) {
      console.error('Uncaught exception in write_error:', error)
    }
  }

  /** Answers what was raised, and logs it. */
  fail(error: unknown): void {
    const summary = `${this.request.method} ${this.request.uri}`
    if (!(error instanceof HTTPError)) {
      console.error(`Uncaught exception ${summary}:`, error)
      this.sendError(500)
      return
    }
    const { status, logMessage } = error
    if (logMessage)
      console.error(`${status} ${summary} (${logMessage})`)
    if (!REASONS[status]) console.error('Bad HTTP status code:', status)
    this.sendError(REASONS[status] ? status : 500)
  }

  /** Calls the method that the request asks for. */
  execute(): void {
    try {
      const name = METHODS[this.request.method]
      if (!name) throw new HTTPError(405)
      this.prepare()
      if (this.finished) return
      const result = this.#method(name).call(this)
      if (isThenable(result)) this.#finishAfter(result)
      else if (this.#autoFinish) this.#finishUnlessDone()
    } catch (error) {
      this.fail(error)
    }
  }

  /** What `asynchronous` makes of a method. */
  runAsynchronous<R>(method: () => R): R | undefined {
    this.#autoFinish = false
    const handle = (error: unknown) => {
      this.fail(error)
      return true
    }
    return runWith(new ExceptionStackContext(handle), method)
  }

  #method(name: string): Method {
    const found = Reflect.get(this, name) as Method | undefined
    if (!found) throw new HTTPError(405)
    return found
  }

  #finishUnlessDone(): void {
    if (!this.finished) this.finish()
  }

  #finishAfter(result: PromiseLike<unknown>): void {
    const fail = wrap((error: unknown) => this.#failLate(error))
    const done = wrap(() => {
      try {
        this.#finishUnlessDone()
      } catch (error) {
        fail(error)
      }
    })
    result.then(done, fail)
  }

  /** Nobody surrounds us here: whatever goes wrong now is only logged. */
  #failLate(error: unknown): void {
    try {
      this.fail(error)
    } catch (another) {
      console.error('Exception in exception handler:', another)
    }
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value
}
