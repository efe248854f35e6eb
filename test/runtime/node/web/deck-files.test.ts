import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deckFiles } from '../../../../server/runtime/node/web/deck-files.ts'
import { runSockets } from '../../../../server/runtime/node/web/run-socket.ts'
import { openWebServer, type WebServer } from '../../../../server/runtime/node/web/web-server.ts'
import { fixtureRunner } from '../../../support/fixture-runner.ts'
import { ask, askRaw } from '../../../support/front.ts'

let folder: string
let front: WebServer

beforeAll(async () => {
  const above = await mkdtemp(join(tmpdir(), 'meanwhile-test-'))
  folder = join(above, 'deck')
  await mkdir(join(folder, 'assets'), { recursive: true })
  await writeFile(join(above, 'secret.txt'), 'secret')
  await writeFile(join(folder, 'index.html'), '<head></head>')
  await writeFile(join(folder, 'icon.svg'), '<svg/>')
  for (const name of ['main-x1.js', 'engine.wasm', 'font.woff2'])
    await writeFile(join(folder, 'assets', name), 'plain')
  await writeFile(join(folder, 'assets', 'main-x1.js.br'), 'brotli')
  await writeFile(join(folder, 'assets', 'main-x1.js.gz'), 'gzip')
  front = await openWebServer({
    port: 0,
    sockets: runSockets(fixtureRunner()),
    handler: (_server, token) => deckFiles(folder, () => ({ token, database: 'none' })),
  })
})

afterAll(async () => {
  await front.close()
  await rm(join(folder, '..'), { recursive: true })
})

test.each(['/', '/index.html', '/?print', '/#/2'])(
  'serves the page with its token for %s, and lets nobody keep it',
  async (path) => {
    const { body, headers } = await ask(front.port, { path: path.split('#')[0] ?? '/' })
    expect(body).toContain(front.token)
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(headers['cache-control']).toBe('no-store')
  },
)

test.each([
  ['/assets/main-x1.js', 'text/javascript'],
  ['/assets/engine.wasm', 'application/wasm'],
  ['/assets/font.woff2', 'font/woff2'],
  ['/icon.svg', 'image/svg+xml'],
])('serves %s as %s', async (path, type) => {
  const { status, headers } = await ask(front.port, { path })
  expect(status).toBe(200)
  expect(headers['content-type']).toBe(type)
  expect(headers['x-content-type-options']).toBe('nosniff')
})

test.each([
  ['br, gzip', 'brotli', 'br'],
  ['gzip', 'gzip', 'gzip'],
  ['', 'plain', undefined],
])('a browser that takes %j gets the %s copy', async (accepted, copy, encoding) => {
  const { body, headers } = await ask(front.port, {
    path: '/assets/main-x1.js',
    headers: { 'Accept-Encoding': accepted },
  })
  expect(body).toBe(copy)
  expect(headers['content-encoding']).toBe(encoding)
  expect(headers.vary).toBe('Accept-Encoding')
  expect(headers['cache-control']).toContain('immutable')
})

test('files whose names carry no hash are asked for again', async () => {
  const { headers } = await ask(front.port, { path: '/icon.svg' })
  expect(headers['cache-control']).toBe('no-cache')
  const again = await ask(front.port, {
    path: '/icon.svg',
    headers: { 'If-None-Match': String(headers.etag) },
  })
  expect(again.status).toBe(304)
})

test.each([
  '/secret.txt',
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/assets/../../secret.txt',
  '/%',
  '//',
  '/assets',
  '/\\..\\secret.txt',
])('gives nothing for %s', async (path) => {
  const answer = await askRaw(
    front.port,
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${front.port}\r\nConnection: close\r\n\r\n`,
  )
  expect(answer).toMatch(/^HTTP\/1.1 404 /)
  expect(answer).not.toContain('secret\n')
})

test('answers a senseless range with the whole file', async () => {
  const { status, body } = await ask(front.port, { path: '/icon.svg', headers: { Range: 'bytes=5-2' } })
  expect({ status, body }).toEqual({ status: 200, body: '<svg/>' })
})
