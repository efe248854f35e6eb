/**
 * What `npm start` and `npm run dev` have in common: the database, the runs and the front before them. They
 * differ in where the files come from.
 */
import type { Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import { SEEDS } from '../../seeds.ts'
import { type Mongod, startMongod } from './mongod.ts'
import type { PageFacts } from './page-facts.ts'
import { nodeRunner } from './run-node.ts'
import { runSockets } from './run-socket.ts'
import { warmCompiler } from './warm-compiler.ts'
import { openWebServer, type RequestHandler, type WebServerOptions } from './web-server.ts'

/** Makes what answers requests; `facts` is what the page is to be told, and changes. */
export type Files = (server: Server, facts: () => PageFacts) => Promise<RequestHandler>

/** `upgrades` as for the web server. */
export interface DemoServerOptions {
  /** The first port to try, 0 for any. */
  port: number
  files: Files
  upgrades?: WebServerOptions['upgrades']
}

/** A server that listens; its database may still be starting. */
export interface DemoServer {
  port: number
  url: string
  /** Which MongoDB runs, or why none does, for people. Never rejects. */
  database: Promise<string>
  /** Ends runs, connections and the database; done when nothing is left. */
  close(): Promise<void>
}

/** Opens the demo server on 127.0.0.1. Throws, leaving nothing behind, if it can't be served. */
export async function openDemoServer(options: DemoServerOptions): Promise<DemoServer> {
  const bundle = new URL(import.meta.url)
  const mongod = startMongod({
    bundle: fileURLToPath(new URL('./mongod-main.mjs', bundle)),
    seed: SEEDS,
  })
  const standing = { database: 'starting' }
  const database = watch(mongod, (said) => {
    standing.database = said
  })
  const runner = nodeRunner(bundle, mongod)
  const stopDatabase = () => mongod.then(({ stop }) => stop()).catch(() => undefined)
  let stopped = false
  const stop = () => {
    stopped = true
    return Promise.all([runner.close(), stopDatabase()])
  }
  try {
    const { port, url, close } = await openWebServer({
      port: options.port,
      sockets: runSockets(runner),
      handler: (server, token) => options.files(server, () => ({ token, ...standing })),
      ...(options.upgrades && { upgrades: options.upgrades }),
    })
    void warmCompiler(() => stopped)
    return { port, url, database, close: async () => void (await Promise.all([close(), stop()])) }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Keeps `say` told of how the database stands, and gives the first word. */
async function watch(mongod: Promise<Mongod>, say: (said: string) => void): Promise<string> {
  const first = await mongod.then(
    ({ backend, onExit }) => {
      onExit((how) => say(`none: it ${how}`))
      return backend
    },
    (error: Error) => `none: ${error.message}`,
  )
  say(first)
  return first
}
