/**
 * Servers that we compare with, asked by the very clients that ask ours: an ordinary Node server with the
 * official driver, and Tornado, whose 2012 ancestor the deck talks about.
 */
import { type ChildProcess, execFile, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { TraceEvent } from '../../../kernel/events.ts'
import { Ring } from '../../../trace/ring.ts'
import { LoadGenerator } from '../../load/load-generator.ts'
import { Clients } from '../run/clients.ts'
import { rateOf } from './rate.ts'
import type { Rig } from './rig.ts'

export interface Load {
  clients: number
  requests: number
  paths: string[]
}

/** A server in a process of its own. */
export interface Peer {
  /** Requests per second under a load. */
  rate(load: Load): Promise<number>
  close(): Promise<void>
}

const run = promisify(execFile)

/** Node's own http server that answers find-team's requests by way of the `mongodb` package. */
export async function nodePeer({ bundle, database }: Rig): Promise<Peer> {
  const entry = fileURLToPath(new URL('./bench-peer-worker.mjs', bundle))
  const { host, port: from } = await database.endpoint()
  const child = fork(entry, [host, String(from)])
  const [port] = (await once(child, 'message')) as [number]
  return peerOn(port, child)
}

/** Debian's python3, for which Debian's python3-tornado is installed. */
const PYTHON = '/usr/bin/python3'
const PACKAGE = 'python3-tornado'

const TORNADO = `
import asyncio, tornado.httpserver, tornado.netutil, tornado.web
class Hello(tornado.web.RequestHandler):
    def get(self):
        self.finish('hello')
async def main():
    app = tornado.web.Application([('/', Hello)], log_function=lambda handler: None)
    sockets = tornado.netutil.bind_sockets(0, '127.0.0.1')
    tornado.httpserver.HTTPServer(app).add_sockets(sockets)
    print(sockets[0].getsockname()[1], flush=True)
    await asyncio.Event().wait()
asyncio.run(main())
`

/** Tornado 6 with a handler that does nothing, or an Error that says why there is none. */
export async function tornadoPeer(install: boolean): Promise<Peer | Error> {
  if (install && !(await hasTornado())) {
    await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', PACKAGE]).catch(() => undefined)
  }
  if (!(await hasTornado())) return new Error(`${PACKAGE} is not installed`)
  const child = spawn(PYTHON, ['-c', TORNADO], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return peerOn(Number(line), child)
}

async function hasTornado(): Promise<boolean> {
  const said = await run(PYTHON, ['-c', 'import tornado; print(tornado.version)']).catch(() => undefined)
  return said?.stdout.startsWith('6.') ?? false
}

function peerOn(port: number, child: ChildProcess): Peer {
  return {
    rate: (load) => rateOfServer(port, load),
    close: async () => {
      const gone = once(child, 'exit')
      child.kill()
      await gone
    },
  }
}

/** The clients of the node runtime, and what they saw. */
async function rateOfServer(port: number, load: Load): Promise<number> {
  const began = performance.now()
  const clock = () => Math.round((performance.now() - began) * 1000)
  const ring = new Ring()
  const generator = new LoadGenerator({
    ...load,
    arrival: 'together',
    spread: 0,
    seed: 1,
    emit: (lane, request, happening) => ring.record(clock(), lane, request, happening),
  })
  await new Promise<void>((done) => {
    const clients = new Clients({
      load: generator,
      clock,
      done: () => {
        clients.close()
        done()
      },
    })
    clients.begin(port, clock())
  })
  const events: TraceEvent[] = ring.drain()
  assertAnswered(events)
  return rateOf(events)
}

function assertAnswered(events: readonly TraceEvent[]): void {
  const bad = events.find((event) => event.kind === 'request-answered' && event.status !== 200)
  const failed = events.find(({ kind }) => kind === 'request-failed')
  if (bad ?? failed) throw new Error('a server that we compare with does not answer as it should')
}
