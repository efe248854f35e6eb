/** `collStats`: how large a collection is. */
import { namespaceOf } from '../arguments.ts'
import type { Call, Command } from '../command.ts'
import { CommandError } from '../command-error.ts'
import type { Reply } from '../encode.ts'
import { toNumber } from '../numbers.ts'
import { indexesSize, indexSize } from '../statistics.ts'

export default {
  names: ['collStats', 'collstats'],
  fields: { scale: 'integer', queryExecStats: 'object', waitForLock: 'flag', numericOnly: 'flag' },
  run: collStats,
} satisfies Command

function collStats(call: Call): Reply {
  const ns = namespaceOf(call)
  const scaleFactor = scaleOf(call)
  const scaled = (bytes: number) => Math.floor(bytes / scaleFactor)
  const collection = call.services.store.find(ns)
  const { size = 0, bytes = 0, options } = collection ?? {}
  const indexes = collection?.indexes.list ?? []
  const total = collection ? indexesSize(collection) : 0
  const capped = options?.capped
  return {
    ns,
    size: scaled(bytes),
    count: size,
    ...(size > 0 && { avgObjSize: Math.floor(bytes / size) }),
    numOrphanDocs: 0,
    storageSize: scaled(bytes),
    freeStorageSize: 0,
    capped: capped !== undefined,
    ...(capped && { max: Number.isFinite(capped.max) ? capped.max : 0, maxSize: scaled(capped.size) }),
    nindexes: indexes.length,
    indexBuilds: [],
    totalIndexSize: scaled(total),
    totalSize: scaled(bytes + total),
    indexSizes: Object.fromEntries(indexes.map((index) => [index.options.name, scaled(indexSize(index))])),
    scaleFactor,
  }
}

/** By how much sizes are divided; 1 by default. */
export function scaleOf(call: Call): number {
  const value = call.body.get('scale')
  const scale = value ? Math.trunc(toNumber(value)) : 1
  if (scale >= 1) return scale
  throw new CommandError(51024, `BSON field 'scale' value must be >= 1, actual value '${scale}'`)
}
