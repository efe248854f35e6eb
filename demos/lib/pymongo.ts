/**
 * A blocking MongoDB driver, the way PyMongo is one. It knows nothing of
 * loops or greenlets; threads, gevent and Motor all run these very files.
 */
export { Long, ObjectId } from 'bson'
export { AggregateCursor } from 'pymongo-aggregate-cursor'
export {
  type ClientOptions,
  MongoClient,
} from 'pymongo-client'
export { Collection } from 'pymongo-collection'
export { CommandCursor } from 'pymongo-command-cursor'
export { Cursor, type FindOptions } from 'pymongo-cursor'
export { Database } from 'pymongo-database'
export * from 'pymongo-errors'
export type { PoolOptions, WaitQueue } from 'pymongo-pool'
export type {
  DeleteResult,
  InsertManyResult,
  InsertOneResult,
  UpdateResult,
} from 'pymongo-writes'
