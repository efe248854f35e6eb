/** What a fetch asks for, and what comes of it. */
import { END_OF_HEAD } from 'http-message'
import { REASONS } from 'http-reasons'

/** How to fetch; times are ms. */
export interface FetchOptions {
  /** Sent beside Host, and Connection: close. */
  headers?: Record<string, string>
  /** How long it may take to connect; default 20000, 0: for ever. */
  connectTimeout?: number
  /** How long all of it may take; default 20000, 0: for ever. */
  requestTimeout?: number
  /** Whether to go where a 301, 302, 303 or 307 says; default yes. */
  followRedirects?: boolean
  /** How often at most, default 5. */
  maxRedirects?: number
}

/** One thing to fetch. */
export interface FetchRequest extends FetchOptions {
  url: string
}

/** An answer that isn't one of success; 599: no answer at all. */
export class HTTPError extends Error {
  override name = 'HTTPError'
  readonly code: number
  readonly response: HTTPResponse | undefined

  constructor(code: number, message?: string, response?: HTTPResponse) {
    super(`HTTP ${code}: ${message ?? REASONS[code] ?? 'Unknown'}`)
    this.code = code
    this.response = response
  }
}

/** The first line and the headers of a response. */
export interface ResponseHead {
  code: number
  reason: string
  /** By their names as `Content-Type` is written. */
  headers: Record<string, string>
}

/** Reads a head, which ends with an empty line. */
export function readHead(text: string): ResponseHead {
  const [first = '', ...lines] = text
    .slice(0, -END_OF_HEAD.length)
    .split('\r\n')
  const found = /^HTTP\/1.[01] ([0-9]+) ([^\r]*)/.exec(first)
  if (!found) throw new HTTPError(599, 'no HTTP response')
  const headers: Record<string, string> = {}
  for (const line of lines) {
    const [name = '', ...value] = line.split(':')
    headers[headerName(name)] = value.join(':').trim()
  }
  const [, code, reason = ''] = found
  return { code: Number(code), reason, headers }
}

function headerName(name: string): string {
  const parts = name.toLowerCase().split('-')
  return parts
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('-')
}

/**
 * What came of a fetch: Tornado 2.4.1's HTTPResponse. Times are ms;
 * `rethrow` throws its `error`, an HTTPError if the code isn't 2xx.
 *
 * ```ts callbacks
 * import { AsyncHTTPClient } from 'httpclient'
 * import { IOLoop } from 'ioloop'
 *
 * export function main() {
 *   const loop = IOLoop.instance()
 *   new AsyncHTTPClient().fetch('http://webservice/', (response) => {
 *     response.rethrow()
 *     console.log(response.code, response.body)
 *     loop.stop()
 *   })
 *   loop.start()
 * }
 * ```
 */
export class HTTPResponse {
  readonly request: FetchRequest
  readonly code: number
  readonly reason: string
  readonly headers: Record<string, string>
  /** The bytes of the body. */
  readonly buffer: string
  /** An HTTPError if the code isn't 2xx, or what else went wrong. */
  readonly error: unknown
  /** How long it took, ms. */
  readonly requestTime: number

  constructor(
    request: FetchRequest,
    head: ResponseHead,
    rest: { buffer?: string; error?: unknown; requestTime: number },
  ) {
    this.request = request
    this.code = head.code
    this.reason = head.reason
    this.headers = head.headers
    this.buffer = rest.buffer ?? ''
    this.requestTime = rest.requestTime
    const good = head.code >= 200 && head.code < 300
    const error = good
      ? null
      : new HTTPError(head.code, undefined, this)
    this.error = rest.error ?? error
  }

  /** The body as text. */
  get body(): string {
    return $decodeText(this.buffer)
  }

  /** Throws the error, if there is one. */
  rethrow(): void {
    if (this.error) throw this.error
  }
}
