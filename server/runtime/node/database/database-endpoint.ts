/** Where the connections of a run go: to a port, and on some deployments through TLS and a login first. */
import { connect, type Socket } from 'node:net'

/** A connection that is being made; `ready` resolves when the guest's bytes may go over it, and may never do so. */
export interface Line {
  socket: Socket
  ready: Promise<unknown>
}

/** Where a database listens; `dial` makes a connection if plain TCP isn't enough. */
export interface Endpoint {
  host: string
  port: number
  dial?: () => Line
}

/** Makes one connection. The socket reports what goes wrong with it, by `error` and `close`. */
export function dialEndpoint(endpoint: Endpoint): Line {
  if (endpoint.dial) return endpoint.dial()
  const socket = connect({ host: endpoint.host, port: endpoint.port })
  return { socket, ready: new Promise((resolve) => socket.once('connect', resolve)) }
}

/** A database that runs use one after another, while it may go away and come back. */
export interface Database {
  /** Where it listens now; it's started if it doesn't run. Rejects, saying why there's none. */
  endpoint(): Promise<Endpoint>
  /** Has `fn` called each time it goes away without having been asked to; `why` is for people. */
  onGone?(fn: (why: string) => void): void
}
