/** HTTP/1.1, as far as a server in a slide needs it: text in, text out. */
import { REASONS } from 'http-reasons'

export interface HTTPRequest {
  method: string
  /** What stands in the first line: the path, and what follows it. */
  uri: string
  path: string
  /** The arguments after the question mark; empty ones are left out. */
  query: Record<string, string>
  version: string
  /** By their names in small letters. */
  headers: Record<string, string>
  /** Whether the client wants to ask again on this connection. */
  keepAlive: boolean
}

/** What ends the head of a message. */
export const END_OF_HEAD = '\r\n\r\n'

/** The request whose head this is. */
export function parseHead(head: string): HTTPRequest {
  const [first = '', ...lines] = head.trimEnd().split('\r\n')
  const [method = '', uri = '/', version = ''] = first.split(' ')
  const [path, search] = halves(uri, '?')
  const headers = parseHeaders(lines)
  const connection = headers.connection?.toLowerCase()
  const keepAlive =
    version === 'HTTP/1.1'
      ? connection !== 'close'
      : connection === 'keep-alive'
  const query = parseQuery(search)
  return { method, uri, path, query, version, headers, keepAlive }
}

function parseHeaders(lines: string[]): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon < 0) continue
    const name = line.slice(0, colon).toLowerCase()
    headers[name] = line.slice(colon + 1).trim()
  }
  return headers
}

/** The arguments of an address, or of a form that was sent. */
export function parseQuery(search: string): Record<string, string> {
  // Without a prototype, or there would be one called constructor.
  const query: Record<string, string> = Object.create(null)
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
