/** The node runtime with a database of its own, in the process of the test. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { startMongod } from '../../server/runtime/node/mongod.ts'
import { type NodeRunner, nodeRunner } from '../../server/runtime/node/run-node.ts'
import { SEEDS } from '../../server/seeds.ts'
import { bundleFolder } from './bundle.ts'

/** The runner, and how to end it and its database. */
export interface NodeRuntime {
  runner: NodeRunner
  close(): Promise<void>
}

/** Where the bundled entries lie. */
export async function bundledEntries(): Promise<URL> {
  return pathToFileURL(`${await bundleFolder()}/`)
}

/** Starts a database and makes a runner that uses it. */
export async function openNodeRuntime(): Promise<NodeRuntime> {
  const bundle = join(await bundleFolder(), 'mongod-main.mjs')
  const database = await startMongod({ bundle, seed: SEEDS })
  const runner = nodeRunner(await bundledEntries(), Promise.resolve(database))
  return { runner, close: async () => void (await Promise.all([runner.close(), database.stop()])) }
}
