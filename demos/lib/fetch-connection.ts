/**
 * One connection that fetches one thing: Tornado 2.4.1's
 * simple_httpclient. Whatever goes wrong becomes a response with 599.
 */
import { parseAddress } from 'fetch-address'
import { readResponse } from 'fetch-reader'
import {
  type FetchRequest,
  HTTPError,
  HTTPResponse,
  type ResponseHead,
} from 'fetch-response'
import { END_OF_HEAD } from 'http-message'
import type { IOLoop } from 'ioloop'
import { IOStream } from 'iostream'
import { now } from 'os'
import { ExceptionStackContext, runWith } from 'stack-context'
import type { Timeout } from 'timeout-queue'

/** Who is told how it ended: with a response, or elsewhere. */
export interface FetchEnd {
  respond(response: HTTPResponse): void
  redirect(url: string): void
}

const LIMIT = 20_000
const REDIRECTS = [301, 302, 303, 307]
/** What stands for the answer that never came. */
const NONE = { code: 599, reason: 'Unknown', headers: {} }

/** Asks, and reads the answer; `begin` it once. */
export class FetchConnection {
  readonly #request: FetchRequest
  readonly #loop: IOLoop
  readonly #stream: IOStream
  readonly #start = now()
  /** Undefined once it is over. */
  #end: FetchEnd | undefined
  #timeout: Timeout | undefined

  constructor(loop: IOLoop, request: FetchRequest, end: FetchEnd) {
    this.#loop = loop
    this.#request = request
    this.#end = end
    this.#stream = new IOStream(null, { loop })
  }

  /** Errors now and in all callbacks later end the fetch. */
  begin(): void {
    const fail = (error: unknown) => this.#fail(error)
    runWith(new ExceptionStackContext(fail), () => this.#connect())
  }

  #connect(): void {
    const { url, connectTimeout = LIMIT } = this.#request
    const { requestTimeout = LIMIT } = this.#request
    const { host, port, path } = parseAddress(url)
    this.#limit(Math.min(connectTimeout, requestTimeout))
    this.#stream.setCloseCallback(() => this.#onClose())
    this.#stream.connect(host, port, () => {
      this.#limit(requestTimeout)
      this.#ask(port === 80 ? host : `${host}:${port}`, path)
    })
  }

  #ask(host: string, path: string): void {
    const own = { Connection: 'close', Host: host }
    const headers = { ...own, ...this.#request.headers }
    const lines = Object.entries(headers).map(
      ([name, value]) => `${name}: ${value}`,
    )
    if (lines.some((line) => line.includes('\n')))
      throw new Error('Newline in header')
    const head = [`GET ${path} HTTP/1.1`, ...lines].join('\r\n')
    this.#stream.write($encodeText(head + END_OF_HEAD))
    readResponse(this.#stream, (answer, body) => {
      this.#onBody(answer, body)
    })
  }

  #onBody(head: ResponseHead, buffer: string): void {
    const { followRedirects = true, maxRedirects = 5 } = this.#request
    const end = this.#finish()
    const elsewhere = REDIRECTS.includes(head.code) && followRedirects
    if (elsewhere && maxRedirects > 0)
      end?.redirect(head.headers.Location ?? '')
    else end?.respond(this.#response(head, { buffer }))
    this.#stream.close()
  }

  #onClose(): void {
    if (!this.#end) return
    const { error } = this.#stream
    const why = error instanceof Error ? error.message : undefined
    throw new HTTPError(599, why ?? 'Connection closed')
  }

  /** Deals with an error. */
  #fail(error: unknown): true {
    console.error('uncaught exception:', error)
    this.#finish()?.respond(this.#response(NONE, { error }))
    this.#stream.close()
    return true
  }

  #response(
    head: ResponseHead,
    rest: { buffer?: string; error?: unknown },
  ): HTTPResponse {
    const requestTime = now() - this.#start
    return new HTTPResponse(this.#request, head, {
      ...rest,
      requestTime,
    })
  }

  #finish(): FetchEnd | undefined {
    const end = this.#end
    this.#end = undefined
    this.#unlimit()
    return end
  }

  /** It may take so many ms from its start; 0: for ever. */
  #limit(ms: number): void {
    this.#unlimit()
    if (ms === 0) return
    const left = ms - (now() - this.#start)
    this.#timeout = this.#loop.addTimeout(left, () => {
      if (this.#end) throw new HTTPError(599, 'Timeout')
    })
  }

  #unlimit(): void {
    if (this.#timeout) this.#loop.removeTimeout(this.#timeout)
    this.#timeout = undefined
  }
}
