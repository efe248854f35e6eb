/** `serverStatus`: what monitors and shells want to know of a server that runs. */

import type { Reply } from '../../bson/encode.ts'
import { double } from '../../bson/values.ts'
import type { Call, Command } from '../../command.ts'
import type { Cursor, Cursors } from '../../cursors.ts'

/** Clients that can be connected at once, as on a mongod with default settings. */
const MAX_CONNECTIONS = 51_200

export default { names: ['serverStatus'], fields: {}, lenient: true, run: serverStatus } satisfies Command

function serverStatus({ services }: Call): Reply {
  const { host, version, pid, counters, clients, cursors } = services
  const now = services.now()
  const ms = now - services.startedAt
  const active = [...clients.values()].filter(({ operation }) => operation).length + 1
  return {
    host,
    version,
    process: 'mongod',
    pid: BigInt(pid),
    uptime: double(Math.floor(ms / 1000)),
    uptimeMillis: BigInt(ms),
    uptimeEstimate: BigInt(Math.floor(ms / 1000)),
    localTime: new Date(now),
    asserts: { regular: 0, warning: 0, msg: 0, user: counters.errors, tripwire: 0, rollovers: 0 },
    connections: {
      current: clients.size,
      available: MAX_CONNECTIONS - clients.size,
      totalCreated: counters.connections,
      active,
    },
    network: {
      bytesIn: BigInt(counters.bytesIn),
      bytesOut: BigInt(counters.bytesOut),
      numRequests: BigInt(counters.requests),
    },
    opcounters: operations(counters.commands),
    mem: { bits: 64, supported: false },
    metrics: { cursor: { open: counts(cursors) } },
    storageEngine: { name: 'memory', supportsCommittedReads: true, persistent: false },
  }
}

/** Everything that isn't one of the five is called a command. */
function operations(counts: ReadonlyMap<string, number>): Reply {
  const named = { insert: 'insert', query: 'find', update: 'update', delete: 'delete', getmore: 'getMore' }
  const own = Object.entries(named).map(([name, command]) => [name, counts.get(command) ?? 0] as const)
  const other = [...counts].filter(([name]) => !Object.values(named).includes(name))
  return { ...Object.fromEntries(own), command: other.reduce((sum, [, count]) => sum + count, 0) }
}

function counts(cursors: Cursors): Reply {
  const total = BigInt(cursors.size)
  const count = (isMeant: (cursor: Cursor) => boolean) => BigInt([...cursors.all].filter(isMeant).length)
  return { noTimeout: count(({ noTimeout }) => noTimeout), pinned: count(({ pinned }) => pinned), total }
}
