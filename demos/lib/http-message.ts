/** HTTP/1.1, as far as a server in a slide needs it: text in, text out. */

export interface HTTPRequest {
  method: string
  path: string
  /** The arguments after the question mark. */
  query: Record<string, string>
  headers: Record<string, string>
  /** Whether the client wants to ask again on this connection. */
  keepAlive: boolean
}

/** What ends the head of a message. */
export const END_OF_HEAD = '\r\n\r\n'

/** The request whose head this is. */
export function parseHead(head: string): HTTPRequest {
  const [first = '', ...lines] = head.split('\r\n')
  const [method = '', target = '/'] = first.split(' ')
  const [path = '/', search = ''] = target.split('?')
  const headers: Record<string, string> = {}
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon < 0) continue
    const name = line.slice(0, colon).toLowerCase()
    headers[name] = line.slice(colon + 1).trim()
  }
  const keepAlive = headers.connection !== 'close'
  return { method, path, query: parseQuery(search), headers, keepAlive }
}

function parseQuery(search: string): Record<string, string> {
  const query: Record<string, string> = {}
  for (const pair of search.split('&')) {
    const [name = '', value = ''] = pair.split('=')
    if (name) query[decode(name)] = decode(value)
  }
  return query
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

const REASONS: Record<number, string> = {
  200: 'OK',
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
  500: 'Internal Server Error',
}

/** A whole response: a string as text, anything else as JSON. */
export function formatResponse(status: number, body: unknown): string {
  const isText = typeof body === 'string'
  const bytes = $encodeText(isText ? body : JSON.stringify(body))
  const type = isText ? 'text/plain' : 'application/json'
  return [
    `HTTP/1.1 ${status} ${REASONS[status] ?? 'Unknown'}`,
    `Content-Type: ${type}; charset=UTF-8`,
    `Content-Length: ${bytes.length}`,
    '',
    bytes,
  ].join('\r\n')
}
