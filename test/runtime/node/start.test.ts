/** `npm start` and `npm run dev`, as a person starts and ends them. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MongoClient } from 'mongodb'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import WebSocket from 'ws'
import { PROJECT } from '../../../server/build-cache.mjs'
import { Command } from '../../support/command.ts'
import { runRequest } from '../../support/fixture-runner.ts'
import { ask, life } from '../../support/front.ts'

/** On a machine that hasn't built the deck yet, the first start does. */
const WITH_BUILD = 120_000

const ADDRESS = /Meanwhile is at http:\/\/127\.0\.0\.1:(\d+)\//

let command: Command | undefined
/** A folder for temporary files that no other process knows. */
let temporary: string

async function begin(...words: string[]): Promise<number> {
  command = new Command(...words)
  const [, port] = await command.says(ADDRESS)
  return Number(port)
}

beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'meanwhile-test-'))
  vi.stubEnv('TMPDIR', temporary)
})

afterEach(async () => {
  command?.signal('SIGTERM')
  await command?.exitCode()
  vi.unstubAllEnvs()
  await rm(temporary, { recursive: true, force: true })
})

describe.each(['start', 'dev'])('%s', (name) => {
  test('serves the page at once, says which MongoDB runs, and ends with nothing left', {
    timeout: WITH_BUILD,
  }, async () => {
    const port = await begin(name, '--no-open', '--port', '0')
    const { status, body } = await ask(port)
    expect(status).toBe(200)
    expect(body).toMatch(/<meta name="meanwhile-server" content='\{"token":"[\w-]{43}"/)
    await command?.says(/MongoDB: .*mongod \d/)
    expect((await ask(port, { path: '/database' })).body).toBe('our own mongod 7.0.14')
    command?.signal('SIGINT')
    command?.signal('SIGINT')
    expect(await command?.exitCode()).toBe(0)
    expect(command?.err).toBe('')
    expect((await readdir(temporary)).filter((entry) => entry.startsWith('meanwhile'))).toEqual([])
    await expect(ask(port)).rejects.toThrow('ECONNREFUSED')
  })

  test('answers to its own names and pages only', { timeout: WITH_BUILD }, async () => {
    const port = await begin(name, '--no-open', '--port', '0')
    expect((await ask(port, { headers: { Host: `evil.example:${port}` } })).status).toBe(403)
    expect((await ask(port, { method: 'POST' })).status).toBe(405)
    const foreign = { headers: { Origin: 'https://evil.example' } }
    for (const protocol of [[], ['vite-hmr'], ['vite-ping']]) {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/run`, protocol, foreign)
      expect((await life(socket)).status, String(protocol)).toBe(403)
    }
  })

  test('gives its page a token that opens the run socket', { timeout: WITH_BUILD }, async () => {
    const port = await begin(name, '--no-open', '--port', '0')
    const token = (await ask(port)).body.match(/"token":"([\w-]+)"/)?.[1]
    const socket = new WebSocket(`ws://127.0.0.1:${port}/run?token=${token}`, {
      headers: { Origin: `http://127.0.0.1:${port}` },
    })
    const { messages } = await life(socket, () => socket.send(JSON.stringify(runRequest({ clients: 65 }))))
    expect(messages).toEqual([{ refused: expect.stringMatching(/^clients must be/) }])
  })
})

test('names a port that is taken, and takes the next', { timeout: WITH_BUILD }, async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as { port: number }
  const got = await begin('start', '--no-open', '--port', String(port))
  expect(got).toBeGreaterThan(port)
  expect(command?.out).toContain(`port ${port} is taken, so it's ${got}\n`)
  await new Promise((resolve) => other.close(resolve))
})

test('our mongod runs alone, until Ctrl+C', async () => {
  const words = ['run', '-s', 'mongod', '--', '--port', '0', '--bind_ip', 'localhost']
  const npm = spawn('npm', words, { cwd: PROJECT, detached: true, stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(npm.stdout, 'data')
  const { msg, attr } = JSON.parse(String(line))
  expect(msg).toBe('Waiting for connections')
  const taken = new Command('mongod', '--port', String(attr.port))
  expect(await taken.exitCode()).toBe(48)
  const client = await MongoClient.connect(`mongodb://127.0.0.1:${attr.port}`)
  expect(await client.db('admin').command({ ping: 1 })).toEqual({ ok: 1 })
  await client.close()
  // As a terminal does: to all of them.
  process.kill(-npm.pid!, 'SIGINT')
  await once(npm, 'exit')
  await expect(ask(attr.port)).rejects.toThrow('ECONNREFUSED')
})

test('ends when npm, which started it, is killed', { timeout: WITH_BUILD }, async () => {
  const npm = spawn('npm', ['start', '--silent', '--', '--no-open', '--port', '0'], { cwd: PROJECT })
  const [first] = await once(npm.stdout, 'data')
  const port = Number(
    String(first).match(ADDRESS)?.[1] ?? (await once(npm.stdout, 'data')).join().match(ADDRESS)?.[1],
  )
  expect((await ask(port)).status).toBe(200)
  npm.kill('SIGTERM')
  await vi.waitFor(() => expect(ask(port)).rejects.toThrow('ECONNREFUSED'), { timeout: 5_000, interval: 100 })
})

test('says what it was told wrong, and ends', async () => {
  command = new Command('start', '--host', '0.0.0.0')
  expect(await command.exitCode()).toBe(1)
  expect(command.err).toMatch(/it listens on this machine only\nusage: npm start/)
})

test('a command that does not exist is told which ones do', async () => {
  command = new Command('strat')
  expect(await command.exitCode()).toBe(2)
  expect(command.err).toMatch(/^unknown command: "strat" \(have: .*start.*\)\n$/)
})
