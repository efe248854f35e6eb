/**
 * Starts the database of the demo server as a process of its own. mongodb-memory-server owns it: it picks up
 * our executable as it would MongoDB's, waits for its ready line, and stops it.
 */
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MongoClient } from 'mongodb'
import { MongoMemoryServer } from 'mongodb-memory-server-core'
import type { Seed } from '../../mongo/seed.ts'
import { MONGOD_VERSION } from './mongod-version.ts'

/** How long the database may take to answer its first client, in ms. */
const PATIENCE = 5000

/** What `buildInfo` of our own executable calls the commit it was built from. */
const OUR_BUILD = 'meanwhile'

export interface MongodOptions {
  /** Path of the bundled `mongod-main`. */
  bundle: string
  /** What the database holds at the start. */
  seed: readonly Seed[]
}

/** A database process that runs. */
export interface Mongod {
  host: string
  port: number
  /** What it is, for people: `our own mongod 7.0.14`. */
  backend: string
  /** Ends the process and removes what it left. */
  stop(): Promise<void>
  /** Has `fn` called if the process ends without having been stopped; `how` says how, for people. */
  onExit(fn: (how: string) => void): void
}

/** Starts and seeds the database. Rejects, leaving nothing behind, if it isn't there within 10 s. */
export async function startMongod({ bundle, seed }: MongodOptions): Promise<Mongod> {
  const directory = await mkdtemp(join(tmpdir(), 'meanwhile-mongod-'))
  const server = await makeServer(directory, bundle)
  const stop = async () => {
    await server.stop({ doCleanup: false })
    await rm(directory, { recursive: true, force: true })
  }
  try {
    await server.start()
    const { port, instance } = server.instanceInfo!
    const { version, ours } = await prepare(port, seed)
    if (ours) dismissKiller(instance)
    const backend = `${ours ? 'our own mongod' : 'mongod'} ${version}`
    return { host: '127.0.0.1', port, backend, ...lifetime(instance, stop) }
  } catch (cause) {
    await stop()
    throw new Error('the database did not start', { cause })
  }
}

type Instance = NonNullable<MongoMemoryServer['instanceInfo']>['instance']

async function makeServer(directory: string, bundle: string): Promise<MongoMemoryServer> {
  const dbPath = join(directory, 'data')
  const systemBinary = join(directory, 'mongod')
  await mkdir(dbPath)
  await writeFile(systemBinary, launcher(directory, bundle), { mode: 0o755 })
  return new MongoMemoryServer({
    // It would look for a free port on all addresses of the machine; we look on this one only.
    instance: { ip: '127.0.0.1', port: await freePort(), portGeneration: false, dbPath },
    // A Ctrl+C is for us: the terminal would end it at the same time, under runs that are about to be stopped.
    spawn: { detached: true },
    // Naming a system keeps it from looking for one, which fails on those MongoDB has no builds for.
    binary: { systemBinary, version: MONGOD_VERSION, os: { os: 'linux', dist: 'ubuntu', release: '22.04' } },
  })
}

/** A file that can be executed. The very node that runs us runs it, whatever the PATH says. */
function launcher(directory: string, bundle: string): string {
  const words = [process.execPath, bundle, '--private-directory', directory].map(quote)
  return `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

/**
 * Seeds the database as any client would, and asks it what it is: mongodb-memory-server prefers the executable
 * that MONGOMS_SYSTEM_BINARY names, if it's set.
 */
async function prepare(port: number, seeds: readonly Seed[]): Promise<{ version: string; ours: boolean }> {
  const client = new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: PATIENCE,
  })
  try {
    for (const { db, collection, docs } of seeds) {
      if (docs.length > 0)
        await client
          .db(db)
          .collection(collection)
          .insertMany([...docs])
    }
    const { version, gitVersion } = await client.db('admin').command({ buildInfo: 1 })
    return { version, ours: gitVersion === OUR_BUILD }
  } finally {
    await client.close()
  }
}

/**
 * mongodb-memory-server sets a second process to watch ours, which looks every two seconds. Our executable
 * ends with its parent at once, and the watchman would be all that's left.
 */
function dismissKiller(instance: Instance): void {
  instance.killerProcess?.kill()
  delete instance.killerProcess
}

function lifetime(instance: Instance, end: () => Promise<void>): Pick<Mongod, 'stop' | 'onExit'> {
  let stopped: Promise<void> | undefined
  const child = instance.mongodProcess!
  return {
    stop: () => {
      stopped ??= end()
      return stopped
    },
    onExit: (fn) => {
      child.once('exit', (code, signal) => {
        if (!stopped) fn(signal ? `killed by ${signal}` : `exited with code ${code}`)
      })
    },
  }
}
