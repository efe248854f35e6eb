/**
 * The servers that every case of this folder runs against: our own executable always, and a real mongod when
 * one is at hand. Nothing is downloaded to find one.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DryMongoBinary } from 'mongodb-memory-server-core/lib/util/DryMongoBinary.js'
import { MONGOD_VERSION } from '../../../server/mongo/version.ts'
import { bundleFolder } from '../../support/bundle.ts'

/** A server that answers. */
export interface Running {
  uri: string
  stop(): Promise<void>
}

/** A server that could be started, and what a suite may do with it. */
export interface Mongod {
  /** For the titles of the suites. */
  name: string
  /** Whether it's ours alone: then it goes with its suite, and fail points may be set on it. */
  own: boolean
  start(): Promise<Running>
}

const ENV: { MONGODB_URI?: string; MONGOMS_SYSTEM_BINARY?: string } = process.env

/** Room for a real mongod to open its files, ms. */
const PATIENCE = 30_000

const ours: Mongod = {
  name: 'our own mongod',
  own: true,
  start: async () => run(process.execPath, [join(await bundleFolder(), 'mongod-main.mjs')]),
}

/** The mongod that MONGOMS_SYSTEM_BINARY names, or that mongodb-memory-server once downloaded. */
async function binary(): Promise<string | undefined> {
  const named = ENV.MONGOMS_SYSTEM_BINARY
  if (named) return named
  return DryMongoBinary.locateBinary({ version: MONGOD_VERSION }).catch(() => undefined)
}

async function others(): Promise<Mongod[]> {
  const uri = ENV.MONGODB_URI
  if (uri) {
    const start = async () => ({ uri, stop: async () => undefined })
    return [{ name: 'the mongod of MONGODB_URI', own: false, start }]
  }
  const path = await binary()
  if (path === undefined) return []
  if (!existsSync(path)) throw new Error(`MONGOMS_SYSTEM_BINARY names no file: ${path}`)
  return [{ name: 'a real mongod', own: true, start: () => run(path, []) }]
}

/** All servers that the suites run against. */
export const MONGODS: readonly Mongod[] = [ours, ...(await others())]

/** Starts a program that takes mongod's flags, and waits until it listens. */
async function run(program: string, words: string[]): Promise<Running> {
  const directory = await mkdtemp(join(tmpdir(), 'meanwhile-contract-'))
  const port = await freePort()
  const flags = ['--port', `${port}`, '--bind_ip', '127.0.0.1', '--dbpath', directory]
  const child = spawn(program, [...words, ...flags, '--setParameter', 'enableTestCommands=1'])
  const gone = once(child, 'exit')
  let output = ''
  const listens = new Promise<void>((resolve, reject) => {
    const failed = () => reject(new Error(`${program} does not listen:\n${output.slice(-2000)}`))
    const timer = setTimeout(failed, PATIENCE)
    child.once('error', failed).once('exit', failed)
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        output = `${output}${text}`.slice(-10_000)
        if (!output.includes('Waiting for connections')) return
        clearTimeout(timer)
        resolve()
      })
    }
  })
  const stop = async () => {
    child.kill('SIGKILL')
    await gone
    await rm(directory, { recursive: true, force: true })
  }
  await listens.catch(async (error) => {
    await stop()
    throw error
  })
  return { uri: `mongodb://127.0.0.1:${port}/`, stop }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
