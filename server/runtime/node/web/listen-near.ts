/** Finds a port to listen on. The address is not a choice: a server that runs code is for this machine only. */
import type { AddressInfo, Server } from 'node:net'

const ADDRESS = '127.0.0.1'
const TRIES = 20
const LAST_PORT = 65_535

/** Listens on 127.0.0.1 at `port` or the next free one after it, and gives that port. 0 takes any. */
export async function listenNear(server: Server, port: number): Promise<number> {
  const last = port === 0 ? 0 : Math.min(port + TRIES - 1, LAST_PORT)
  for (let candidate = port; candidate <= last; candidate++) {
    if (await listens(server, candidate)) return (server.address() as AddressInfo).port
  }
  throw new Error(`the ports ${port} to ${last} are all taken: name another with --port`)
}

function listens(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      server.off('listening', listening)
      if (error.code === 'EADDRINUSE') resolve(false)
      else reject(new Error(`can't listen on ${ADDRESS}:${port}: ${error.message}`, { cause: error }))
    }
    const listening = () => {
      server.off('error', failed)
      resolve(true)
    }
    server.once('error', failed)
    server.once('listening', listening)
    server.listen(port, ADDRESS)
  })
}
