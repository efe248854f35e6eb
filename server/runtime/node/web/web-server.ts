/**
 * The demo server's front: loopback only, every request and every upgrade looked at before anything else
 * sees it. What is served behind it, the built deck or the development server, comes in from outside.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { listenNear } from './listen-near.ts'
import { isOwnHost, isOwnOrigin, newToken, type OwnNames, ownNames, sameToken } from './origin-check.ts'
import type { RunSockets } from './run-socket.ts'
import { securityHeaders } from './security-headers.ts'

/** Answers a request that has passed the checks; the security headers are set already. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void

/** `upgrades` may take over upgrades other than `/run`, after Host and Origin have been checked; then it returns true. */
export interface WebServerOptions {
  /** The first port to try, 0 for any. */
  port: number
  sockets: RunSockets
  handler: (server: Server, token: string) => RequestHandler | Promise<RequestHandler>
  upgrades?: (request: IncomingMessage) => boolean
}

/** A server that listens. `close` ends its runs and connections too. */
export interface WebServer {
  port: number
  url: string
  token: string
  close(): Promise<void>
}

interface Refusal {
  status: number
  why: string
}

/** Listens on 127.0.0.1, on the first free port from `port` on. Throws if there's none near. */
export async function openWebServer(options: WebServerOptions): Promise<WebServer> {
  const { sockets } = options
  const rules: Rules = { ...options, token: newToken(), names: ownNames(options.port) }
  const headers = new Map(Object.entries(await securityHeaders()))
  const server = createServer({ headersTimeout: 10_000 })
  // Before the handler is made: it may listen for upgrades too, and must not be the first to see them.
  server.on('upgrade', (request, socket, head) => upgrade(rules, request, socket, head))
  const handler = await options.handler(server, rules.token)
  server.on('request', (request, response) => {
    response.setHeaders(headers)
    const refusal = refuseHost(rules, request) ?? refuseMethod(request)
    if (refusal) refuse(response, refusal)
    else handler(request, response)
  })
  const port = await listenNear(server, options.port)
  rules.names = ownNames(port)
  return { port, url: `http://127.0.0.1:${port}/`, token: rules.token, close: () => close(server, sockets) }
}

type Rules = Pick<WebServerOptions, 'sockets' | 'upgrades'> & { names: OwnNames; token: string }

function upgrade(rules: Rules, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  socket.on('error', () => socket.destroy())
  const refusal = refuseHost(rules, request) ?? refuseOrigin(rules, request)
  if (refusal) refuseUpgrade(socket, refusal)
  else if (!rules.upgrades?.(request)) upgradeRun(rules, request, socket, head)
}

function upgradeRun({ sockets, token }: Rules, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const url = parseTarget(request)
  if (url?.pathname !== '/run') refuseUpgrade(socket, { status: 404, why: 'there is no such socket' })
  else if (!sameToken(token, url.searchParams.get('token'))) {
    refuseUpgrade(socket, { status: 403, why: 'wrong token: reload the page' })
  } else if (!sockets.open(request, socket, head)) {
    refuseUpgrade(socket, { status: 503, why: 'too many sockets are open' })
  }
}

function parseTarget(request: IncomingMessage): URL | undefined {
  const [target = '', base] = [request.url, 'http://127.0.0.1']
  return URL.canParse(target, base) ? new URL(target, base) : undefined
}

function refuseHost({ names }: Rules, { headers }: IncomingMessage): Refusal | undefined {
  return isOwnHost(names, headers.host)
    ? undefined
    : { status: 403, why: 'this server answers to its own names only' }
}

function refuseOrigin({ names }: Rules, { headers }: IncomingMessage): Refusal | undefined {
  return isOwnOrigin(names, headers.origin)
    ? undefined
    : { status: 403, why: 'only pages of this server may do this' }
}

function refuseMethod({ method }: IncomingMessage): Refusal | undefined {
  return method === 'GET' || method === 'HEAD'
    ? undefined
    : { status: 405, why: 'only GET and HEAD are answered' }
}

function refuse(response: ServerResponse, { status, why }: Refusal): void {
  if (status === 405) response.setHeader('Allow', 'GET, HEAD')
  // The body of a refused request is not read; the connection must not be used again.
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' })
  response.end(`${why}\n`)
}

function refuseUpgrade(socket: Duplex, { status, why }: Refusal): void {
  const text = `${why}\n`
  const head = [
    `HTTP/1.1 ${status} Refused`,
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(text)}`,
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`)
}

async function close(server: Server, sockets: RunSockets): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  await sockets.close()
  server.closeAllConnections()
  await closed
}
