/** The bytes of a response, in the order in which they go out. */
import { formatHead, type HTTPRequest } from 'http-message'

/**
 * Status, headers and what was written. What goes out before its length
 * is known goes out in chunks (Tornado 2.4.1).
 */
export class Response {
  status = 200
  headers: Record<string, string>
  /** The head has gone out: status and headers can't change any more. */
  headersWritten = false
  readonly #request: HTTPRequest
  #body = ''
  #chunked = false

  constructor(request: HTTPRequest) {
    this.#request = request
    this.headers = headersFor(request)
  }

  /** Forgets all that has not gone out. */
  clear(): void {
    this.status = 200
    this.headers = headersFor(this.#request)
    this.#body = ''
  }

  write(bytes: string): void {
    this.#body += bytes
  }

  /** Says how long the body is, if nothing of it has gone out yet. */
  measure(): void {
    if (this.headersWritten || 'Content-Length' in this.headers) return
    this.headers['Content-Length'] = String(this.#body.length)
  }

  /** What goes out now; `finishing`: nothing comes after that. */
  take(finishing: boolean): string {
    const head = this.headersWritten ? '' : this.#head()
    const body = this.#chunk(this.#body, finishing)
    this.#body = ''
    return this.#request.method === 'HEAD' ? head : head + body
  }

  #head(): string {
    const { version } = this.#request
    this.headersWritten = true
    this.#chunked =
      version === 'HTTP/1.1' && !('Content-Length' in this.headers)
    if (this.#chunked) this.headers['Transfer-Encoding'] = 'chunked'
    return formatHead(version, this.status, this.headers)
  }

  #chunk(body: string, finishing: boolean): string {
    if (!this.#chunked) return body
    // A chunk without bytes would be the end.
    const chunk = body && `${body.length.toString(16)}\r\n${body}\r\n`
    return finishing ? `${chunk}0\r\n\r\n` : chunk
  }
}

/** A client of HTTP/1.0 that may ask again wants to be told so. */
function headersFor(request: HTTPRequest) {
  const html: Record<string, string> = {
    'Content-Type': 'text/html; charset=UTF-8',
  }
  if (request.version === 'HTTP/1.1') return html
  if (request.header('connection') === 'Keep-Alive')
    html.Connection = 'Keep-Alive'
  return html
}
