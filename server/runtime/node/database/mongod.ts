/**
 * Starts the database of the demo server as a process of its own. mongodb-memory-server owns it: it picks up
 * our executable as it would MongoDB's, waits for its ready line, and stops it.
 */
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import type { Seed } from '../../../mongo/seed.ts'
import type { Endpoint } from './database-endpoint.ts'
import { Instance } from './mongod-instance.ts'
import { sowInto } from './sow-into.ts'

export interface MongodOptions {
  /** Path of the bundled `mongod-main`. */
  bundle: string
  /** What the database holds at the start. */
  seed: readonly Seed[]
  /** Path of the mongod to run; our own if there's none. */
  binary?: string | undefined
}

/** A database process that runs. */
export interface Mongod extends Endpoint {
  /** What it is, for people: `our own mongod 7.0.14`. */
  backend: string
  /** Ends the process and removes what it left. */
  stop(): Promise<void>
  /** Has `fn` called if the process ends without having been stopped; `how` says how, for people. */
  onExit(fn: (how: string) => void): void
}

/** Starts and seeds the database. Rejects, leaving nothing behind, if it isn't there within 10 s. */
export async function startMongod({ bundle, seed, binary }: MongodOptions): Promise<Mongod> {
  const instance = new Instance({ bundle, port: await freePort(), binary })
  const stop = async () => void (await instance.stop())
  try {
    await instance.start()
    const life = lifetime(instance, stop)
    const port = instance.instanceOpts.port!
    const backend = await sowInto(port, seed)
    return { host: '127.0.0.1', port, backend, ...life }
  } catch (cause) {
    await stop()
    const why = instance.lastWords || (cause as Error).message.replaceAll(/\s+/g, ' ')
    throw new Error(`the database did not start: ${why}`, { cause })
  }
}

/** On this machine's own address only: mongodb-memory-server would look on all of them. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
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
      const gone = (code: number | null, signal: NodeJS.Signals | null) => {
        if (!stopped) fn(signal ? `killed by ${signal}` : `exited with code ${code}`)
      }
      if (child.exitCode === null && child.signalCode === null) child.once('exit', gone)
      else gone(child.exitCode, child.signalCode)
    },
  }
}
