/** Whatever is thrown at the demo server is refused, and the server still serves. */
import { createConnection } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type WebSocket from 'ws'
import type { WebServer } from '../../server/runtime/node/web/web-server.ts'
import { type CountingRunner, fixtureRunner, runRequest } from '../support/fixture-runner.ts'
import { ask, askRaw, knock, life, openFront } from '../support/front.ts'

let runner: CountingRunner
let front: WebServer

beforeEach(async () => {
  runner = fixtureRunner()
  front = await openFront(runner)
})

afterEach(async () => {
  expect((await ask(front.port)).body, 'the server still serves').toBe('the page')
  await front.close()
  expect(runner.underWay(), 'no run is left').toBe(0)
})

const burst = (socket: WebSocket) => socket.send(JSON.stringify(runRequest()))
const open = (socket: WebSocket) => socket.send(JSON.stringify(runRequest({ mode: 'open' })))

async function runs(server: WebServer): Promise<boolean> {
  const { messages } = await life(knock(server), burst)
  return messages.at(-1)?.events?.at(-1)?.kind === 'run-end'
}

describe('names', () => {
  test.each(['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]'])('answers to %s with its port', async (name) => {
    expect((await ask(front.port, { headers: { Host: `${name}:${front.port}` } })).status).toBe(200)
  })

  test.each([
    ['a rebound name', (port: number) => `evil.example:${port}`],
    ['a name that begins like its own', (port: number) => `localhost.evil.example:${port}`],
    ['its own name with another port', (port: number) => `127.0.0.1:${port + 1}`],
    ['its own name without a port', () => '127.0.0.1'],
    ['another address of this machine', (port: number) => `0.0.0.0:${port}`],
  ])('refuses %s as Host, for a page and for a run', async (_what, host) => {
    const headers = { Host: host(front.port) }
    expect((await ask(front.port, { headers })).status).toBe(403)
    expect((await life(knock(front, headers), burst)).status).toBe(403)
  })

  test.each([
    ['an empty Host', 'GET / HTTP/1.1\r\nHost:\r\n\r\n'],
    ['no Host at all', 'GET / HTTP/1.0\r\n\r\n'],
    ['a whole address for a path', 'GET http://127.0.0.1/ HTTP/1.1\r\nHost: evil.example\r\n\r\n'],
  ])('refuses %s', async (_what, text) => {
    expect(await askRaw(front.port, text)).toMatch(/^HTTP\/1.1 403 /)
  })

  test('refuses a rebound page whose Origin equals its Host', async () => {
    const host = `evil.example:${front.port}`
    expect((await life(knock(front, { Host: host, Origin: `http://${host}` }), burst)).status).toBe(403)
  })

  test('listens on the loopback address only', async () => {
    const others = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
    const own = others.filter(({ internal, scopeid }) => !internal && !scopeid).map(({ address }) => address)
    for (const address of ['127.0.0.2', '::1', ...own]) {
      expect(await connects(address, front.port), address).toBe(false)
    }
    expect(await connects('127.0.0.1', front.port)).toBe(true)
  })
})

describe('requests', () => {
  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('refuses %s and runs nothing', async (method) => {
    const answer = await ask(front.port, { method, path: '/run', body: JSON.stringify(runRequest()) })
    expect(answer.status).toBe(405)
    expect(answer.headers.allow).toBe('GET, HEAD')
  })

  test('tells the browser to load nothing from elsewhere, in every answer', async () => {
    for (const method of ['GET', 'POST']) {
      const { headers } = await ask(front.port, { method })
      const policy = String(headers['content-security-policy'])
      expect(policy).toMatch(
        /^default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'sha256-[\w+/]{43}='; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'$/,
      )
      expect(headers['x-content-type-options']).toBe('nosniff')
    }
  })
})

describe('the upgrade', () => {
  test('takes a page of its own, by each of its names', async () => {
    for (const name of ['127.0.0.1', 'localhost', '[::1]']) {
      const { code } = await life(knock(front, { Origin: `http://${name}:${front.port}` }), burst)
      expect(code, name).toBe(1000)
    }
  })

  test.each([
    ['a foreign page', (_port: number) => 'https://evil.example'],
    ['a page without an origin', () => 'null'],
    ['a page with an empty origin', () => ''],
    ['another server of this machine', (port: number) => `http://127.0.0.1:${port + 1}`],
    ['the same name by https', (port: number) => `https://127.0.0.1:${port}`],
    ['an origin that begins like its own', (port: number) => `http://127.0.0.1:${port}.evil.example`],
  ])('refuses %s', async (_who, origin) => {
    expect((await life(knock(front, { Origin: origin(front.port) }), burst)).status).toBe(403)
  })

  test('refuses a caller that names no Origin', async () => {
    const headers = {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    }
    expect((await ask(front.port, { path: `/run?token=${front.token}`, headers })).status).toBe(403)
  })

  test.each([
    ['a wrong token', (token: string) => token.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))],
    ['a token cut short', (token: string) => token.slice(0, -1)],
    ['a token and more', (token: string) => `${token}A`],
    ['no token', () => ''],
  ])('refuses %s', async (_what, change) => {
    expect((await life(knock(front, {}, change(front.token)), burst)).status).toBe(403)
  })

  test('gives each server a token of its own', async () => {
    const other = await openFront(runner)
    expect(other.token).not.toBe(front.token)
    expect(Buffer.from(other.token, 'base64url')).toHaveLength(32)
    await other.close()
  })
})

describe('messages', () => {
  test('closes a socket that sends 10 MB', async () => {
    const { code, messages } = await life(knock(front), (socket) => socket.send('x'.repeat(10_000_000)))
    expect(code === 1009 || code === 1006, `closed with ${code}`).toBe(true)
    expect(messages).toEqual([])
    expect(await runs(front)).toBe(true)
  })

  test('closes a socket that sends binary junk', async () => {
    const junk = Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 151) % 256))
    expect((await life(knock(front), (socket) => socket.send(junk))).code).toBe(1003)
  })

  test('closes a socket that stops speaking WebSocket', async () => {
    const socket = knock(front)
    const { code } = await life(socket, () => {
      const { _socket: raw } = socket as unknown as { _socket: { write(bytes: Buffer): void } }
      raw.write(Buffer.alloc(512, 0xff))
    })
    expect(code).toBe(1002)
  })

  test.each([
    ['what is not JSON', '{"demo": ', 'the message is not JSON'],
    ['an empty message', '', 'the message is not JSON'],
    ['a number', '7', 'a request is an object'],
    ['a request with a field out of bounds', JSON.stringify(runRequest({ clients: 65 })), /^clients must be/],
    ['a stop before any run', '{"stop":true}', /^demo must be/],
  ])('refuses %s, and says why', async (_what, text, why) => {
    const { code, messages } = await life(knock(front), (socket) => socket.send(text))
    expect(messages).toEqual([{ refused: expect.stringMatching(why) }])
    expect(code).toBe(1008)
  })

  test('refuses a second request on the same socket, and ends the run', async () => {
    const { messages } = await life(knock(front), (socket) => {
      open(socket)
      open(socket)
    })
    expect(messages.at(-1)?.refused).toMatch(/one run/)
    await vi.waitFor(() => expect(runner.underWay()).toBe(0))
  })
})

describe('amounts', () => {
  test('holds at most 64 of 100 sockets', async () => {
    const opened: WebSocket[] = []
    const refused: number[] = []
    for (let caller = 0; caller < 100; caller++) {
      void life(knock(front), (socket) => opened.push(socket)).then(
        ({ status }) => status && refused.push(status),
      )
    }
    await vi.waitFor(() => expect(opened.length + refused.length).toBe(100))
    expect(opened).toHaveLength(64)
    expect(new Set(refused)).toEqual(new Set([503]))
    for (const socket of opened) socket.close()
    await vi.waitFor(async () => expect(await runs(front)).toBe(true))
  })

  test('refuses a fifth run, and has room again when one has ended', async () => {
    const sockets = Array.from({ length: 4 }, () => knock(front))
    const lives = sockets.map((socket) => life(socket, open))
    await vi.waitFor(() => expect(runner.underWay()).toBe(4))
    expect((await life(knock(front), burst)).messages).toEqual([
      { refused: expect.stringMatching(/enough runs/) },
    ])
    sockets[0]?.send('{"stop":true}')
    const first = await lives[0]
    expect(first?.messages.at(-1)?.events).toEqual([
      expect.objectContaining({ kind: 'run-end', reason: 'stopped' }),
    ])
    expect(await runs(front)).toBe(true)
  })

  test('ends a run whose socket is gone', async () => {
    const socket = knock(front)
    const ended = life(socket, open)
    await vi.waitFor(() => expect(runner.underWay()).toBe(1))
    socket.terminate()
    await ended
    await vi.waitFor(() => expect(runner.underWay()).toBe(0))
  })

  test('closes a socket that asks for nothing', async () => {
    const impatient = await openFront(runner, { idle: 20 })
    const { code, messages } = await life(knock(impatient))
    expect({ code, messages }).toEqual({ code: 1008, messages: [{ refused: 'no run was asked for' }] })
    await impatient.close()
  })

  test('stops a run whose page does not read', async () => {
    const flood = fixtureRunner([{ kind: 'log', stream: 'out', text: 'x'.repeat(500_000) }])
    const impatient = await openFront(flood, { delivery: 50, farewell: 50 })
    const socket = knock(impatient)
    const ended = life(socket, () => {
      open(socket)
      socket.pause()
    })
    await vi.waitFor(() => expect(flood.underWay()).toBe(1))
    await vi.waitFor(() => expect(flood.underWay()).toBe(0), { timeout: 10_000 })
    socket.resume()
    await ended
    await impatient.close()
  })
})

test('says goodbye to all when it closes', async () => {
  const other = await openFront(runner)
  const ended = life(knock(other), open)
  await vi.waitFor(() => expect(runner.underWay()).toBe(1))
  await other.close()
  expect(runner.underWay()).toBe(0)
  expect((await ended).code).toBe(1006)
})

function connects(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: address, port, timeout: 1000 })
    const settle = (connected: boolean) => {
      socket.destroy()
      resolve(connected)
    }
    socket.once('connect', () => settle(true))
    socket.once('error', () => settle(false))
    socket.once('timeout', () => settle(false))
  })
}
