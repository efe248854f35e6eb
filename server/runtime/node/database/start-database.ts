/**
 * Which MongoDB answers: the deployment that `MONGODB_URI` names, or else a mongod that lies on this machine, or
 * else our own. Nothing here waits for the network but for a deployment that was named.
 */
import { fileURLToPath } from 'node:url'
import type { Seed } from '../../../mongo/seed.ts'
import { openDeployment } from './deployment.ts'
import { locateMongod } from './locate-mongod.ts'
import { type Mongod, startMongod } from './mongod.ts'
import { startInside } from './mongod-inside.ts'

export interface StartOptions {
  /** Where the bundled entries lie. */
  bundle: URL
  /** What the database holds at the start. */
  seed: readonly Seed[]
  /** Takes lines that people should read. */
  say: (line: string) => void
}

/** How a real MongoDB comes to be here, for people. */
const FETCH = 'npm run mongo:download fetches a real one'

/** Starts the database, or connects to it. Rejects, leaving nothing behind, if it isn't there in time. */
export async function startDatabase(options: StartOptions): Promise<Mongod> {
  const { MONGODB_URI } = process.env
  if (MONGODB_URI) return openDeployment(MONGODB_URI, options)
  const { path, named, problem } = await locateMongod()
  if (problem) options.say(problem)
  if (path === undefined) return startOurs(options)
  try {
    const mongod = await startMongod({ ...forProcess(options), binary: path })
    return named ? { ...mongod, backend: `${mongod.backend} (${path})` } : mongod
  } catch (error) {
    options.say(`${path} can't be used: ${(error as Error).message}`)
    return startOurs(options)
  }
}

/** As a process of its own; where that's not possible, on a thread of this one. */
async function startOurs(options: StartOptions): Promise<Mongod> {
  try {
    return await startMongod(forProcess(options))
  } catch (error) {
    options.say(`${(error as Error).message}; so it runs on a thread of this process, and ${FETCH}`)
    return startInside(options)
  }
}

function forProcess({ bundle, seed }: StartOptions): { bundle: string; seed: readonly Seed[] } {
  return { bundle: fileURLToPath(new URL('./mongod-main.mjs', bundle)), seed }
}
