/** Figures about collections, for collStats, dbStats and validate. */

import type { Reply } from '../bson/encode.ts'
import type { Collection } from '../storage/collection.ts'
import type { Index } from '../storage/index.ts'

/** What an entry of an index is taken to need, in bytes. */
const ENTRY = 16

/** Bytes an index takes, roughly. */
export function indexSize({ entries, options }: Index): number {
  return entries.size * ENTRY * options.fields.length
}

/** Bytes all indexes of a collection take, roughly. */
export function indexesSize({ indexes }: Collection): number {
  return indexes.list.reduce((sum, index) => sum + indexSize(index), 0)
}

/** What collStats says of a collection, or of one that isn't there; sizes are divided by `scaleFactor`. */
export function storageStats(collection: Collection | undefined, scaleFactor: number): Reply {
  const scaled = (bytes: number) => Math.floor(bytes / scaleFactor)
  const { size = 0, bytes = 0, options } = collection ?? {}
  const indexes = collection?.indexes.list ?? []
  const total = collection ? indexesSize(collection) : 0
  const capped = options?.capped
  return {
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
