/** `npm run mongo:download` against a mirror of the test's own: what is kept, what is said, and when it gives up. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createServer as createPlainServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { bundleFolder } from '../../../support/bundle.ts'
import { type Certificates, makeCertificates } from '../../../support/certificates.ts'
import { Command } from '../../../support/command.ts'

let folder: string
let certificates: Certificates
let server: Server
/** What the mirror has. */
let archive: Buffer
/** How it answers for the archive, if not with all of it. */
let answer: ((request: IncomingMessage, response: ServerResponse) => void) | undefined
/** What it says the checksum is, if not the true one. */
let checksum: string | undefined
/** Where the home directory of the command is. */
let home: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meanwhile-test-'))
  certificates = makeCertificates(folder)
  archive = archiveOf(join(await bundleFolder(), 'mongod-main.mjs'))
  server = createServer(certificates, (request, response) => {
    if (request.url?.endsWith('.sha256')) response.end(`${checksum ?? sha256(archive)}  mongodb.tgz\n`)
    else if (answer) answer(request, response)
    else response.setHeader('Content-Length', archive.length).end(archive)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

beforeEach(async () => {
  home = await mkdtemp(join(folder, 'home-'))
  answer = undefined
  checksum = undefined
  vi.stubEnv('HOME', home)
  vi.stubEnv('MONGOMS_DOWNLOAD_MIRROR', mirrorOf(server))
  vi.stubEnv('NODE_EXTRA_CA_CERTS', certificates.authority)
})

afterEach(() => {
  server.closeAllConnections()
  vi.unstubAllEnvs()
})

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  await rm(folder, { recursive: true })
})

function mirrorOf(some: { address(): unknown }): string {
  return `https://localhost:${(some.address() as AddressInfo).port}`
}

/** An archive as MongoDB's are, whose mongod is ours. */
function archiveOf(bundle: string): Buffer {
  const bin = join(folder, 'mongodb-linux', 'bin')
  mkdirSync(bin, { recursive: true })
  const script = `#!/bin/sh\nexec '${process.execPath}' '${bundle}' "$@"\n`
  writeFileSync(join(bin, 'mongod'), script, { mode: 0o755 })
  writeFileSync(join(bin, 'install_compass'), 'nothing')
  const path = join(folder, 'archive.tgz')
  execFileSync('tar', ['-czf', path, '-C', folder, 'mongodb-linux'])
  return readFileSync(path)
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

async function download(...words: string[]) {
  const command = new Command('mongod-download', ...words)
  const code = await command.exitCode()
  return { code, out: command.out, err: command.err }
}

/** All files below the home directory. */
async function kept(): Promise<string[]> {
  const found = await readdir(home, { recursive: true, withFileTypes: true })
  return found.filter((entry) => entry.isFile()).map(({ name }) => name)
}

test('a mongod is fetched, with its progress in lines, and the next start uses it', async () => {
  const { code, out, err } = await download()
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toMatch(/^fetching https:\/\/localhost:\d+\/linux\/mongodb-linux-\S+-7\.0\.14\.tgz\n/)
  expect(out).toMatch(/\n100 % {2}[\d.]+ of [\d.]+ MB {2}[\d.]+ MB\/s\n/)
  const [, path] = out.match(/\nmongod 7\.0\.14 is at (\S+): the next start uses it\n$/)!
  expect(await kept()).toHaveLength(2)
  const again = await download()
  expect(again).toEqual({ code: 0, err: '', out: `mongod 7.0.14 is there already: ${path}\n` })
  vi.stubEnv('MONGOMS_DOWNLOAD_MIRROR', 'https://localhost:1')
  const command = new Command('demo', 'find-team', 'callbacks', '--runtime', 'node', '--latency', '1500')
  await vi.waitFor(() => expect(commandLines(path!)).toContain('--keep'), { timeout: 5000 })
  expect(await command.exitCode()).toBe(0)
})

/** How the processes were started that mention this text. */
function commandLines(text: string): string {
  const lines = execFileSync('ps', ['-Ao', 'args=']).toString().split('\n')
  return lines.filter((line) => line.includes(text)).join('\n')
}

describe('nothing is kept, and the exit code is 1', () => {
  afterEach(async () => {
    expect(await kept()).toEqual([])
  })

  test('if the certificate is not to be trusted, also where somebody turned the check off', async () => {
    vi.stubEnv('NODE_EXTRA_CA_CERTS', undefined)
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    const { code, err } = await download()
    expect(code).toBe(1)
    expect(err).toMatch(/no mongod was fetched: the certificate of localhost:\d+ is not to be trusted \(/)
    expect(err).toMatch(/\nnothing was kept; our own mongod needs no download\n$/)
  })

  test('if the server is too slow', async () => {
    answer = (_request, response) => {
      response.setHeader('Content-Length', archive.length).write(archive.subarray(0, 100))
    }
    const { code, err } = await download('--deadline', '0.5')
    expect(code).toBe(1)
    expect(err).toMatch(/it took more than 0\.5 s: more time is to be had with --deadline \(0\.0 of /)
  })

  test('if nobody answers at all', async () => {
    const silent = createPlainServer(() => undefined)
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    vi.stubEnv('MONGOMS_DOWNLOAD_MIRROR', mirrorOf(silent))
    const { code, err } = await download('--deadline', '0.5')
    silent.close()
    expect(code).toBe(1)
    expect(err).toMatch(/it took more than 0\.5 s/)
  })

  test.each(['hunter2', 'hunter2:3128'])('if the proxy is no address: %s', async (proxy) => {
    vi.stubEnv('https_proxy', proxy)
    vi.stubEnv('no_proxy', '')
    const { code, err } = await download()
    expect(code).toBe(1)
    expect(err).toContain('HTTPS_PROXY is no address: write http://host:port/\n')
    expect(err).not.toContain('hunter2')
  })

  test('if there is no such file', async () => {
    answer = (_request, response) => response.writeHead(404).end()
    const { code, err } = await download()
    expect(code).toBe(1)
    expect(err).toMatch(/localhost:\d+ answers 404 to https:\/\/localhost:\d+\/linux\/mongodb-linux/)
  })

  test('if the connection breaks off', async () => {
    answer = (request, response) => {
      response.setHeader('Content-Length', archive.length)
      response.write(archive.subarray(0, 100), () => request.destroy())
    }
    const { code, err } = await download()
    expect(code).toBe(1)
    expect(err).toMatch(/the download broke off after 0\.0 of 0\.0 MB: /)
  })

  test('if what comes is not what was published', async () => {
    checksum = '0'.repeat(64)
    const { code, err } = await download()
    expect(code).toBe(1)
    expect(err).toMatch(/its sha256 is [0-9a-f]{64}, not 0{64}\n/)
  })

  test('if it comes in plain text from elsewhere', async () => {
    vi.stubEnv('MONGOMS_DOWNLOAD_MIRROR', 'http://user:secret@mirror.invalid')
    const { code, err } = await download()
    expect(code).toBe(1)
    expect(err).toMatch(/http:\/\/mirror\.invalid\S* is not an https: address/)
    expect(err).not.toContain('secret')
  })

  test.each(['soon', '0', '3000000'])(
    'if the deadline is no number that can be waited for: %s',
    async (deadline) => {
      const { code, err } = await download('--deadline', deadline)
      expect(code).toBe(1)
      expect(err).toMatch(
        /^--deadline takes a number of seconds, above 0 and up to 86400, not "\w+"\nusage: npm run mongo:download/,
      )
    },
  )
})
