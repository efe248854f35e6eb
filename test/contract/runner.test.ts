/** The runners: the node runtime, the simulated one, and the demo server as a page reaches it. */

import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { vi } from 'vitest'
import WebSocket from 'ws'
import { MATCHES } from '../../server/library.ts'
import { worldCupSeed } from '../../server/mongo/seed.ts'
import { startMongod } from '../../server/runtime/node/mongod.ts'
import { nodeRunner } from '../../server/runtime/node/run-node.ts'
import { simulatedRunner } from '../../server/runtime/node/run-simulated.ts'
import { serverRunner } from '../../slides/run/runner-server.ts'
import { bundleFolder } from '../support/bundle.ts'
import { Command } from '../support/command.ts'
import { ask } from '../support/front.ts'
import { runnerContract } from './runner.ts'

const bundleUrl = async () => pathToFileURL(`${await bundleFolder()}/`)

runnerContract('the node runtime', async () => {
  const bundle = join(await bundleFolder(), 'mongod-main.mjs')
  const database = await startMongod({ bundle, seed: [worldCupSeed(MATCHES)] })
  const runner = nodeRunner(await bundleUrl(), Promise.resolve(database))
  return { runner, close: async () => void (await Promise.all([runner.close(), database.stop()])) }
})

runnerContract(
  'the simulated runtime',
  async () => ({ runner: simulatedRunner(await bundleUrl()), close: async () => undefined }),
  { 'open run': 'in virtual time nobody comes from outside, so the run ends when its clients are served' },
)

runnerContract('the demo server, through its socket', async () => {
  const server = new Command('start', '--no-open', '--port', '0')
  const [, port] = await server.says(/Meanwhile is at http:\/\/127\.0\.0\.1:(\d+)\//)
  const origin = `http://127.0.0.1:${port}`
  const [, token] = (await ask(Number(port))).body.match(/"token":"([\w-]+)"/)!
  // What a browser does by itself: the page's own address goes with the upgrade.
  vi.stubGlobal(
    'WebSocket',
    class extends WebSocket {
      constructor(address: URL) {
        super(address, { headers: { Origin: origin } })
        this.onerror = () => undefined
      }
    },
  )
  return {
    runner: serverRunner(new URL(`ws://127.0.0.1:${port}/run?token=${token}`)),
    close: async () => {
      vi.unstubAllGlobals()
      server.signal('SIGTERM')
      await server.exitCode()
    },
  }
})
