/** Who comes to a guest's port from outside while an open run serves, and what becomes of the bytes. */
import { once } from 'node:events'
import { Agent, get } from 'node:http'
import { connect, type Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { TraceEvent } from '../../../../server/kernel/events.ts'
import type { Run } from '../../../../server/run.ts'
import { type NodeRuntime, openNodeRuntime } from '../../../support/node-runtime.ts'
import { eventsOf, handlerOf } from '../../../support/runs.ts'
import { endOf, findTeam, only } from '../../../support/simulated.ts'

let runtime: NodeRuntime
let served: Served | undefined

beforeAll(async () => {
  runtime = await openNodeRuntime()
})

afterEach(async () => {
  if (!served) return
  const end = endOf(await served.stop())
  served = undefined
  expect(end).toMatchObject({ reason: 'stopped' })
})

afterAll(() => runtime.close())

/** An open run that serves; its clients have been answered. */
class Served {
  readonly events: TraceEvent[] = []
  readonly #run: Run
  readonly #over: Promise<TraceEvent[]>

  constructor(source: string, clients: number) {
    this.#run = runtime.runner.run(findTeam('callbacks', { source, clients, latency: 0, mode: 'open' }))
    this.#over = eventsOf(this.#run, (event) => void this.events.push(event))
  }

  /** The ports that were announced, as real ports. */
  get ports(): number[] {
    return only(this.events, 'listening').map(({ address }) => Number(new URL(address!).port))
  }

  /** What a client or visitor did: `kind #request`, by the name of its lane. */
  lane(name: string): string[] {
    const open = only(this.events, 'lane-open').find((event) => event.name === name)
    const own = this.events.filter(({ lane }) => lane === open?.lane)
    return own.map(({ kind, request }) => `${kind} #${request}`)
  }

  stop(): Promise<TraceEvent[]> {
    this.#run.stop()
    return this.#over
  }
}

async function serve(source = handlerOf(''), clients = 2): Promise<Served> {
  const open = new Served(source, clients)
  served = open
  await vi.waitFor(() => expect(only(open.events, 'request-answered').length).toBe(clients), 5000)
  return open
}

async function visit(port: number, agent: string, connection?: Agent): Promise<string> {
  const request = get({
    port,
    host: '127.0.0.1',
    headers: { 'User-Agent': agent },
    agent: connection ?? false,
  })
  const [response] = await once(request, 'response')
  let body = ''
  for await (const chunk of response) body += String(chunk)
  return body
}

async function dial(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' })
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

const VISIT = ['lane-open #0', 'request-sent #3', 'request-arrived #3', 'request-answered #3']

test('a visitor has a lane named by its User-Agent, and requests numbered after those of the clients', async () => {
  const open = await serve()
  expect(await visit(open.ports[0]!, 'curl/8')).toBe('[]')
  await vi.waitFor(() => expect(open.lane('curl/8')).toEqual(VISIT))
})

test('two requests on one connection are two requests of one visitor', async () => {
  const open = await serve()
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  await visit(open.ports[0]!, 'keeper', agent)
  await visit(open.ports[0]!, 'keeper', agent)
  agent.destroy()
  const again = VISIT.slice(1).map((line) => line.replace('#3', '#4'))
  await vi.waitFor(() => expect(open.lane('keeper')).toEqual([...VISIT, ...again]))
})

test('half a request and garbage end with their sender, and the next visitor is served', async () => {
  const open = await serve()
  const [port] = open.ports
  for (const text of ['GET /?te', '\x00\xff\x16\x03\x01 nothing', '']) {
    const socket = await dial(port!)
    socket.write(Buffer.from(text, 'latin1'))
    socket.destroySoon()
    await once(socket, 'close')
  }
  expect(await visit(port!, 'next')).toBe('[]')
})

/** Answers whoever comes, one after the other. Tornado's streams close with their peer; a blocking socket doesn't. */
const BLOCKING = `import { requests, respond } from 'http'
import { Socket } from 'socket'
export function main() {
  const server = Socket.listen(8888)
  for (;;) serve(server.accept())
}
function serve(client: Socket) {
  for (const _ of requests(client)) {
    respond(client, [])
    return client.close()
  }
}
`

test('a visitor who says that it will send no more still gets its answer', async () => {
  const open = await serve(BLOCKING)
  const socket = await dial(open.ports[0]!)
  socket.end('GET / HTTP/1.1\r\nHost: here\r\nUser-Agent: half\r\n\r\n')
  let answer = ''
  for await (const chunk of socket) answer += String(chunk)
  expect(answer).toMatch(/^HTTP\/1.1 200 /)
})

test('300 connections at once leave the server serving, and the run ends with them', async () => {
  const open = await serve()
  const sockets = await Promise.all(Array.from({ length: 300 }, () => dial(open.ports[0]!)))
  // Those who still wait for a place may take one that has just become free.
  const leaving = [...sockets]
  const visitLate = async () => {
    leaving.shift()?.destroy()
    expect(await visit(open.ports[0]!, 'late')).toBe('[]')
  }
  await vi.waitFor(visitLate, 10_000)
  const closed = sockets.map((socket) => socket.closed || once(socket, 'close'))
  for (const socket of sockets) socket.resume()
  await open.stop()
  await Promise.all(closed)
})

test('a port is open on 127.0.0.1 only, and closed after the run', async () => {
  const open = await serve()
  const [port] = open.ports
  const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? [])
  const others = addresses
    .filter(({ internal, scopeid }) => !internal && !scopeid)
    .map(({ address }) => address)
  for (const host of ['127.0.0.2', '::1', ...others]) {
    const [error] = await once(connect({ port: port!, host }), 'error')
    expect(error, host).toMatchObject({ code: 'ECONNREFUSED' })
  }
  await open.stop()
  await expect(visit(port!, 'too late')).rejects.toThrow('ECONNREFUSED')
})

const TWO_PORTS = `import { IOLoop } from 'ioloop'
import { Application, RequestHandler } from 'web'
class Handler extends RequestHandler { get() { this.finish([]) } }
export function main() {
  new Application({ '/': Handler }).listen(8888)
  new Application({ '/': Handler }).listen(8889)
  IOLoop.instance().start()
}
`

test('a program may listen on two ports; clients come once, to the first', async () => {
  const open = await serve(TWO_PORTS)
  await vi.waitFor(() => expect(open.ports).toHaveLength(2))
  expect(new Set(open.ports).size).toBe(2)
  for (const port of open.ports) expect(await visit(port, 'both')).toBe('[]')
  expect(only(open.events, 'lane-open').filter(({ name }) => name.startsWith('client '))).toHaveLength(2)
})

/** Sends 10 MB to whoever asks for /big. */
const BIG = `import { Socket } from 'socket'
export function main() {
  const server = Socket.listen(8888)
  for (;;) {
    const client = server.accept()
    const asked = client.recv(1000)
    const body = asked.includes('/big') ? 10_000_000 : 2
    client.sendall('HTTP/1.1 200 OK\\r\\nContent-Length: ' + body + '\\r\\n\\r\\n')
    for (let left = body; left > 0; left -= 50_000) client.sendall('x'.repeat(Math.min(left, 50_000)))
    client.close()
  }
}
`

test('a visitor who does not read makes the program wait, and gets every byte once it reads', async () => {
  const open = await serve(BIG, 1)
  const socket = await dial(open.ports[0]!)
  socket.write('GET /big HTTP/1.1\r\nUser-Agent: slow\r\n\r\n')
  socket.pause()
  await vi.waitFor(() => {
    const last = only(open.events, 'block').at(-1)
    expect(last?.reason).toBe('send')
  }, 5000)
  const sent = () => only(open.events, 'bytes-sent').reduce((sum, { bytes }) => sum + bytes, 0)
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(sent()).toBeLessThan(9_000_000)
  let received = 0
  for await (const chunk of socket) received += (chunk as Buffer).length
  expect(received).toBeGreaterThan(10_000_000)
  expect(received).toBeLessThan(10_001_000)
})
