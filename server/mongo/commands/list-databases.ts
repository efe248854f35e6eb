/** `listDatabases`: the databases there are, and how large they are. */
import { documentArgument, flagArgument, scopeOf } from '../arguments.ts'
import { encode, type Reply } from '../bson/encode.ts'
import type { Call, Command } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { compileFilter } from '../query/filter.ts'

export default {
  names: ['listDatabases'],
  fields: { filter: 'object', nameOnly: 'flag', authorizedDatabases: 'flag' },
  run: listDatabases,
} satisfies Command

function listDatabases(call: Call): Reply {
  const { store } = call.services
  if (call.database !== 'admin') {
    throw new CommandError(13, 'listDatabases may only be run against the admin database.')
  }
  const nameOnly = flagArgument(call, 'nameOnly', false)
  const filter = documentArgument(call, 'filter')
  const isMeant = filter ? compileFilter(filter, scopeOf(call)) : () => true
  const databases = store
    .databases()
    .map((name) => ({ name, size: store.collections(name).reduce((sum, { bytes }) => sum + bytes, 0) }))
    .map(({ name, size }) => ({ name, ...(!nameOnly && { sizeOnDisk: BigInt(size), empty: false }) }))
    .filter((entry) => isMeant(encode(entry)))
  if (nameOnly) return { databases }
  const total = databases.reduce((sum, { sizeOnDisk }) => sum + (sizeOnDisk ?? 0n), 0n)
  return { databases, totalSize: total, totalSizeMb: total / 1048576n }
}
