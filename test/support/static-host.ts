/** A web host that knows nothing of us: files of a folder below a path of its own, no header but their type. */
import { readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'

/** Where the files lie on the host: a deck that takes itself for the root of its origin isn't found here. */
const BELOW = '/talks/meanwhile/'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
}

/** A host that answers; `address` ends with a slash. */
export interface StaticHost {
  address: string
  close(): Promise<void>
}

/** Serves `folder` on a free port of this machine. */
export async function openStaticHost(folder: string): Promise<StaticHost> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://host').pathname
    if (path.startsWith(BELOW)) void send(join(folder, path.slice(BELOW.length) || 'index.html'), response)
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}${BELOW}`,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

async function send(file: string, response: ServerResponse): Promise<void> {
  const type = TYPES[extname(file)] ?? 'application/octet-stream'
  const bytes = await readFile(file).catch(() => undefined)
  if (bytes) response.writeHead(200, { 'Content-Type': type }).end(bytes)
  else response.writeHead(404).end()
}
