/** HTTP/1.1, as far as a server in a slide needs it: text in, text out. */
import { REASONS } from 'http-reasons'

/** What ends the head of a message. */
export const END_OF_HEAD = '\r\n\r\n'

/**
 * A request, as its head says it. Headers are looked for when somebody
 * asks: most servers want few of them (Tornado 2.4.1's HTTPRequest).
 *
 * ```ts callbacks
 * import { HTTPRequest } from 'http-message'
 *
 * export function main() {
 *   const head = 'GET /?team=Ghana HTTP/1.1\r\nHost: here\r\n\r\n'
 *   const request = new HTTPRequest(head)
 *   console.log(request.path, request.query.team)
 *   console.log(request.header('host'))
 * }
 * ```
 */
export class HTTPRequest {
  readonly method: string
  /** What stands in the first line: the path, and what follows it. */
  readonly uri: string
  readonly path: string
  /** The arguments after the question mark; empty ones are left out. */
  readonly query: Record<string, string>
  readonly version: string
  readonly #head: string
  /** The same in small letters, as headers are looked for. */
  readonly #lower: string

  constructor(head: string) {
    const first = head.slice(0, head.indexOf('\r\n'))
    // Not taken apart as a list: for each request that takes longer.
    const words = first.split(' ')
    this.method = words[0] ?? ''
    this.uri = words[1] ?? '/'
    this.version = words[2] ?? ''
    const [path, search] = halves(this.uri, '?')
    this.path = path
    this.query = parseQuery(search)
    this.#head = head
    this.#lower = head.toLowerCase()
  }

  /** The header of that name, in small letters; the last if several. */
  header(name: string): string | undefined {
    const at = this.#lower.lastIndexOf(`\r\n${name}:`)
    if (at < 0) return undefined
    const start = at + name.length + 3
    return this.#head
      .slice(start, this.#head.indexOf('\r\n', start))
      .trim()
  }

  /** All of them, by their names in small letters. */
  get headers(): Record<string, string> {
    const headers: Record<string, string> = {}
    for (const line of this.#head.split('\r\n').slice(1)) {
      const colon = line.indexOf(':')
      if (colon <= 0) continue
      const name = line.slice(0, colon).toLowerCase()
      headers[name] = line.slice(colon + 1).trim()
    }
    return headers
  }

  /** Whether the client wants to ask again on this connection. */
  get keepAlive(): boolean {
    const connection = this.header('connection')?.toLowerCase()
    if (this.version === 'HTTP/1.1') return connection !== 'close'
    return connection === 'keep-alive'
  }
}

/** The arguments of an address, or of a form that was sent. */
export function parseQuery(search: string): Record<string, string> {
  // Without a prototype, or there would be one called constructor.
  const query: Record<string, string> = Object.create(null)
  if (!search) return query
  for (const pair of search.split('&')) {
    const [name, value] = halves(pair, '=')
    if (name && value) query[decode(name)] = decode(value)
  }
  return query
}

/** What stands before the mark, and all that stands after it. */
function halves(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

/** The head of a response, and the empty line after it. */
export function formatHead(
  version: string,
  status: number,
  headers: Record<string, string>,
): string {
  let head = `${version} ${status} ${REASONS[status] ?? 'Unknown'}\r\n`
  for (const name in headers) head += `${name}: ${headers[name]}\r\n`
  return `${head}\r\n`
}

/** A whole response: a string as text, anything else as JSON. */
export function formatResponse(status: number, body: unknown): string {
  const isText = typeof body === 'string'
  const bytes = $encodeText(isText ? body : JSON.stringify(body))
  const type = isText ? 'text/plain' : 'application/json'
  const headers = {
    'Content-Type': `${type}; charset=UTF-8`,
    'Content-Length': String(bytes.length),
  }
  return formatHead('HTTP/1.1', status, headers) + bytes
}
