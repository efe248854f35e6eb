/** Connections of guests to a deployment: through TLS if the connection string asks for it, and logged in. */
import { once } from 'node:events'
import { connect, isIP, type Socket } from 'node:net'
import { type ConnectionOptions, connect as connectByTls } from 'node:tls'
import type { MongoOptions } from 'mongodb'
import type { Line } from './database-endpoint.ts'

/** Of the driver's options, those that are for TLS. It has read the files that they named. */
const TLS_OPTIONS = [
  'ca',
  'cert',
  'checkServerIdentity',
  'ciphers',
  'crl',
  'ecdhCurve',
  'key',
  'maxVersion',
  'minVersion',
  'passphrase',
  'pfx',
  'rejectUnauthorized',
  'secureContext',
  'servername',
] as const

export interface ConnectionsOptions {
  /** Where the server is now. */
  address: () => { host: string; port: number }
  /** The driver's. */
  options: MongoOptions
  login: ((socket: Socket) => Promise<void>) | undefined
  /** A connection was closed by the other side. */
  hungUp: () => void
}

/** Makes what makes connections. */
export function connectionsTo({ address, options, login, hungUp }: ConnectionsOptions): () => Line {
  const tls = options.tls ? tlsOptions(options) : undefined
  return () => {
    const { host, port } = address()
    const socket = tls ? connectByTls({ ...withName(host), ...tls, host, port }) : connect({ host, port })
    socket.on('close', hungUp)
    const ready = async () => {
      await once(socket, tls ? 'secureConnect' : 'connect')
      await login?.(socket)
    }
    return { socket, ready: ready() }
  }
}

function tlsOptions(options: MongoOptions): ConnectionOptions {
  const given: Partial<Record<string, unknown>> = { ...options }
  const entries = TLS_OPTIONS.map((name) => [name, given[name]] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

/** Names of hosts are told to servers that have several; an address isn't a name. */
function withName(host: string): { servername?: string } {
  return isIP(host) ? {} : { servername: host }
}
