/**
 * A slow web service: it answers a GET of any path with a little JSON, `/status/404` with that status, and
 * anything else that is HTTP/1.x with 405. Connections are kept as HTTP/1.1 has it.
 */
import type { Answer, Call, Protocol, Service } from './protocol.ts'

/** Most characters that a request may have before its body. */
const HEAD_LIMIT = 16_384

const REASONS: Record<number, string> = {
  200: 'OK',
  302: 'Found',
  304: 'Not Modified',
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

interface Asked {
  method: string
  path: string
  /** Bytes of the body. */
  length: number
  keepAlive: boolean
}

/** The service `webservice:80`. */
export function webService(): Service {
  return { host: 'webservice', port: 80, open: () => new WebProtocol() }
}

class WebProtocol implements Protocol {
  #text = ''
  /** Bytes of a body that are still to come and matter to nobody. */
  #skip = 0

  receive(bytes: string): Call[] {
    this.#text += bytes
    const calls: Call[] = []
    for (let call = this.#next(); call; call = this.#next()) calls.push(call)
    return calls
  }

  #next(): Call | undefined {
    const skipped = Math.min(this.#skip, this.#text.length)
    this.#text = this.#text.slice(skipped)
    this.#skip -= skipped
    const end = this.#text.indexOf('\r\n\r\n')
    if (end < 0) return this.#text.length > HEAD_LIMIT ? this.#refuse() : undefined
    const asked = readHead(this.#text.slice(0, end))
    if (!asked) return this.#refuse()
    this.#text = this.#text.slice(end + 4)
    this.#skip = asked.length
    return { label: `${asked.method} ${asked.path}`, answer: () => answerTo(asked) }
  }

  #refuse(): Call {
    this.#text = ''
    return { label: 'what is not HTTP', answer: () => response(400, '', false) }
  }
}

function readHead(head: string): Asked | undefined {
  const [, method, path, minor] = /^([A-Z]+) (\/[^ \r\n]*) HTTP\/1\.([01])(?:\r\n|$)/.exec(head) ?? []
  if (method === undefined || path === undefined) return undefined
  const length = Number(/^content-length: *(\d{1,9})\r?$/im.exec(head)?.[1] ?? 0)
  const connection = /^connection: *([\w-]+)/im.exec(head)?.[1]?.toLowerCase()
  const keepAlive = minor === '1' ? connection !== 'close' : connection === 'keep-alive'
  return { method, path, length, keepAlive }
}

function answerTo({ method, path, keepAlive }: Asked): Answer {
  if (method !== 'GET') return response(405, '', keepAlive)
  const status = Number(/^\/status\/(\d{3})$/.exec(path)?.[1] ?? 200)
  return response(status, JSON.stringify({ path }), keepAlive)
}

function response(status: number, body: string, keepAlive: boolean): Answer {
  const head = [
    `HTTP/1.1 ${status} ${REASONS[status] ?? 'Unknown'}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    ...(status === 302 ? ['Location: /'] : []),
    ...(keepAlive ? [] : ['Connection: close']),
  ]
  const bytes = `${head.join('\r\n')}\r\n\r\n${body}`
  return { bytes, result: ` → ${status}`, ...(keepAlive ? {} : { last: true }) }
}
