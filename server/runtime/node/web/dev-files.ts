/** Serves the deck from its sources by Vite's development server, behind the same checks as the built one. */
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { createServer } from 'vite'
import { PROJECT } from '../../../build-cache.mjs'
import type { Files } from './demo-server.ts'
import { withFacts } from './page-facts.ts'

const VITE_PROTOCOLS = ['vite-hmr', 'vite-ping']

/** Vite as a handler; its own sockets share the server. */
export const devFiles: Files = async (server, facts) => {
  const vite = await createServer({
    configFile: join(PROJECT, 'vite.config.ts'),
    clearScreen: false,
    appType: 'spa',
    server: { middlewareMode: true, ws: { server } },
    plugins: [{ name: 'meanwhile:facts', transformIndexHtml: (html) => withFacts(html, facts()) }],
  })
  server.on('close', () => void vite.close())
  return (request, response) => vite.middlewares(request, response)
}

/** Whether this upgrade is Vite's own, for reloading what has changed. */
export function isViteUpgrade({ headers }: IncomingMessage): boolean {
  return VITE_PROTOCOLS.includes(headers['sec-websocket-protocol'] ?? '')
}
