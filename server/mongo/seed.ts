/** Documents that are in a database before anybody asks it. */
import type { MongoServer } from './server.ts'

/** Documents for one collection. */
export interface Seed {
  db: string
  collection: string
  docs: readonly object[]
}

/** Puts seeds into a server that has just been made. */
export function sow(server: MongoServer, seeds: readonly Seed[]): void {
  for (const { db, collection, docs } of seeds) server.insert(db, collection, docs)
}
