/** The runners: the node runtime, the simulated one, and the demo server as a page reaches it. */

import { vi } from 'vitest'
import WebSocket from 'ws'
import { simulatedRunner } from '../../server/runtime/node/run/run-simulated.ts'
import { serverRunner } from '../../slides/run/runner-server.ts'
import { Command } from '../support/command.ts'
import { ask } from '../support/front.ts'
import { bundledEntries, openNodeRuntime } from '../support/node-runtime.ts'
import { runnerContract } from './runner.ts'

// The bundler keeps threads of its own: it must be done before anybody looks for what is left open.
const entries = await bundledEntries()

runnerContract('the node runtime', openNodeRuntime)

runnerContract(
  'the simulated runtime',
  async () => ({ runner: simulatedRunner(entries), close: async () => undefined }),
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
