/** The answer to one request, as a handler writes it (Tornado 2.4.1). */

import { AssertionError } from 'assertion-error'
import type { ServerRequest } from 'http-connection'
import { HTTPError, RuntimeError } from 'http-error'
import { REASONS } from 'http-reasons'
import { Response } from 'http-response'

/** What the original says to those who forget it. */
const HINT =
  'May be caused by using async operations without the @asynchronous decorator.'

/** The half of a RequestHandler that reads arguments and writes. */
export abstract class Answer {
  readonly request: ServerRequest
  readonly #response: Response
  protected finished = false

  constructor(request: ServerRequest) {
    this.request = request
    this.#response = new Response(request)
    const { stream } = request.connection
    stream.setCloseCallback(() => this.onConnectionClose())
  }

  /** Called if the client leaves before the answer is finished. */
  onConnectionClose(): void {}

  /** Called when the answer has gone out. */
  onFinish(): void {}

  /**
   * The last argument of that name, without blanks around it; the default
   * if there's none, or a 400.
   */
  getArgument(name: string, otherwise?: string): string {
    const value = this.request.query[name]?.trim() ?? otherwise
    if (value === undefined)
      throw new HTTPError(400, `Missing argument ${name}`)
    return value
  }

  /** AssertionError for a status that HTTP does not know. */
  setStatus(status: number): void {
    if (!REASONS[status]) throw new AssertionError('')
    this.#response.status = status
  }

  getStatus(): number {
    return this.#response.status
  }

  setHeader(name: string, value: string): void {
    this.#response.headers[name] = value
  }

  getHeader(name: string): string | undefined {
    return this.#response.headers[name]
  }

  /** Adds to the answer: text, or anything else as JSON. */
  write(chunk: unknown): void {
    if (this.finished)
      throw new RuntimeError(`Cannot write() after finish().  ${HINT}`)
    const isText = typeof chunk === 'string'
    if (!isText)
      this.setHeader('Content-Type', 'application/json; charset=UTF-8')
    const text = isText ? chunk : JSON.stringify(chunk)
    this.#response.write($encodeText(text))
  }

  /** Sends what there is; status and headers can't change any more. */
  flush(callback?: () => void): void {
    this.request.write(this.#response.take(false), callback)
  }

  /** Sends the answer, with this at its end. */
  finish(chunk?: unknown): void {
    if (this.finished)
      throw new RuntimeError(`finish() called twice.  ${HINT}`)
    if (chunk !== undefined) this.write(chunk)
    this.#response.measure()
    this.request.connection.stream.setCloseCallback(null)
    this.request.write(this.#response.take(true))
    this.request.finish()
    this.finished = true
    this.onFinish()
  }

  /** Forgets what was to be answered. */
  protected clear(): void {
    this.#response.clear()
  }

  /** Whether it is too late for another status. */
  protected get headersWritten(): boolean {
    return this.#response.headersWritten
  }
}
