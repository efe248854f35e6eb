/** A demo server's front on a free port, and ways to knock on it that a browser would never allow. */
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { createConnection } from 'node:net'
import WebSocket from 'ws'
import type { Runner } from '../../server/run.ts'
import { runSockets, SOCKET_LIMITS, type SocketLimits } from '../../server/runtime/node/web/run-socket.ts'
import { openWebServer, type WebServer } from '../../server/runtime/node/web/web-server.ts'

/** Opens a front that serves one page and runs everything on `runner`. */
export function openFront(runner: Runner, limits: Partial<SocketLimits> = {}): Promise<WebServer> {
  return openWebServer({
    port: 0,
    sockets: runSockets(runner, { ...SOCKET_LIMITS, ...limits }),
    handler: () => (_request, response) => response.end('the page'),
  })
}

/** What came back: the body is text. */
export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

/** One HTTP request to `port`, exactly as said. */
export function ask(
  port: number,
  { path = '/', method = 'GET', headers = {}, body = '' }: Asked = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port, path, method, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: String(Buffer.concat(chunks)),
          }),
        )
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}

/** Sends `text` as it is, and gives all that comes back until the server hangs up. */
export function askRaw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = createConnection({ host: '127.0.0.1', port }, () => socket.write(text))
    socket.on('data', (chunk) => {
      answer += String(chunk)
    })
    socket.on('end', () => socket.end())
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })
}

/** The parts of a request that a test may choose. */
export interface Asked {
  path?: string
  method?: string
  headers?: Record<string, string>
  body?: string
}

/** A run socket as the server's own page would open it, with these headers or this token instead. */
export function knock(
  { port, token }: WebServer,
  headers: Record<string, string> = {},
  offered = token,
): WebSocket {
  const own = { Origin: `http://127.0.0.1:${port}` }
  return new WebSocket(`ws://127.0.0.1:${port}/run?token=${offered}`, { headers: { ...own, ...headers } })
}

/** How a socket's life went: refused with a status, or closed with a code after these messages. */
export interface Life {
  status?: number
  code?: number
  messages: { events?: { kind: string }[]; refused?: string }[]
}

/** Follows a socket to its end; `onOpen` is called once it's open. */
export function life(socket: WebSocket, onOpen: (socket: WebSocket) => void = () => {}): Promise<Life> {
  const messages: Life['messages'] = []
  return new Promise((resolve) => {
    socket.on('open', () => onOpen(socket))
    socket.on('message', (data) => messages.push(JSON.parse(String(data))))
    socket.on('unexpected-response', (request, response) => {
      request.destroy()
      resolve({ status: response.statusCode ?? 0, messages })
    })
    socket.on('error', () => undefined)
    socket.on('close', (code) => resolve({ code, messages }))
  })
}
