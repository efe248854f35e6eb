/** `dbStats`: how large a database is. */

import type { Reply } from '../../bson/encode.ts'
import { double } from '../../bson/values.ts'
import type { Call, Command } from '../../command.ts'
import { indexesSize } from '../statistics.ts'
import { scaleOf } from './coll-stats.ts'

export default {
  names: ['dbStats', 'dbstats'],
  fields: { scale: 'integer', freeStorage: 'integer' },
  run: dbStats,
} satisfies Command

function dbStats(call: Call): Reply {
  const { database, services } = call
  const collections = services.store.collections(database)
  const scale = scaleOf(call)
  const sum = (count: (collection: (typeof collections)[number]) => number) =>
    collections.reduce((total, collection) => total + count(collection), 0)
  const objects = sum(({ size }) => size)
  const bytes = sum((collection) => collection.bytes)
  const indexes = sum(indexesSize)
  return {
    db: database,
    collections: BigInt(collections.length),
    views: 0n,
    objects: BigInt(objects),
    avgObjSize: double(objects > 0 ? bytes / objects : 0),
    dataSize: double(bytes / scale),
    storageSize: double(bytes / scale),
    indexes: BigInt(sum((collection) => collection.indexes.list.length)),
    indexSize: double(indexes / scale),
    totalSize: double((bytes + indexes) / scale),
    scaleFactor: BigInt(scale),
    fsUsedSize: double(0),
    fsTotalSize: double(0),
  }
}
