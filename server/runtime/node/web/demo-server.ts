/**
 * What `npm start` and `npm run dev` have in common: the database, the runs and the front before them. They
 * differ in where the files come from.
 */
import type { Server } from 'node:http'
import { SEEDS } from '../../../seeds.ts'
import { DemoDatabase } from '../database/demo-database.ts'
import { nodeRunner } from '../run/run-node.ts'
import { warmCompiler } from '../run/warm-compiler.ts'
import type { PageFacts } from './page-facts.ts'
import { runSockets } from './run-socket.ts'
import { openWebServer, type RequestHandler, type WebServerOptions } from './web-server.ts'

/** Makes what answers requests; `facts` is what the page is to be told, and changes. */
export type Files = (server: Server, facts: () => PageFacts) => Promise<RequestHandler>

/** `upgrades` as for the web server. */
export interface DemoServerOptions {
  /** The first port to try, 0 for any. */
  port: number
  files: Files
  /** Takes lines about the database that people should read. */
  say: (line: string) => void
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
  const database = new DemoDatabase({ bundle, seed: SEEDS, say: options.say })
  const runner = nodeRunner(bundle, database)
  let stopped = false
  const stop = () => {
    stopped = true
    return Promise.all([runner.close(), database.close()])
  }
  try {
    const { port, url, close } = await openWebServer({
      port: options.port,
      sockets: runSockets(runner),
      handler: async (server, token) => {
        const facts = () => ({ token, database: database.backend })
        return withDatabase(await options.files(server, facts), facts)
      },
      ...(options.upgrades && { upgrades: options.upgrades }),
    })
    void warmCompiler(() => stopped)
    const started = database.started()
    return { port, url, database: started, close: async () => void (await Promise.all([close(), stop()])) }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The page asks `/database` now and then, because what it was told when it was loaded may have changed. */
function withDatabase(files: RequestHandler, facts: () => PageFacts): RequestHandler {
  return (request, response) => {
    if (request.url !== '/database') return files(request, response)
    response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' })
    response.end(facts().database)
  }
}
