/** The node runtime with a database of its own, in the process of the test. */
import { pathToFileURL } from 'node:url'
import { DemoDatabase } from '../../server/runtime/node/database/demo-database.ts'
import { type NodeRunner, nodeRunner } from '../../server/runtime/node/run/run-node.ts'
import { SEEDS } from '../../server/seeds.ts'
import { bundleFolder } from './bundle.ts'

/** The runner, and how to end it and its database. */
export interface NodeRuntime {
  runner: NodeRunner
  database: DemoDatabase
  /** What people were told about the database. */
  said: string[]
  close(): Promise<void>
}

/** Where the bundled entries lie. */
export async function bundledEntries(): Promise<URL> {
  return pathToFileURL(`${await bundleFolder()}/`)
}

/** Starts a database and makes a runner that uses it. */
export async function openNodeRuntime(): Promise<NodeRuntime> {
  const bundle = await bundledEntries()
  const said: string[] = []
  const database = new DemoDatabase({ bundle, seed: SEEDS, say: (line) => said.push(line) })
  const runner = nodeRunner(bundle, database)
  await database.started()
  return {
    runner,
    database,
    said,
    close: async () => void (await Promise.all([runner.close(), database.close()])),
  }
}
