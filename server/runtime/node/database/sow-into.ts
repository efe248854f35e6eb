/** Seeds a database process as any client would, and asks it what it is. */
import { type Document, MongoClient } from 'mongodb'
import type { Seed } from '../../../mongo/seed.ts'

/** How long the database may take to answer its first client, ms. */
const PATIENCE = 5000
/** What `buildInfo` of our own database calls the commit it was built from. */
const OUR_BUILD = 'meanwhile'

/** Puts seeds into the empty database on this port of this machine; gives its name and version, for people. */
export async function sowInto(port: number, seeds: readonly Seed[]): Promise<string> {
  const client = new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: PATIENCE,
  })
  try {
    for (const { db, collection, docs } of seeds) {
      const into = client.db(db).collection(collection)
      if (docs.length > 0) await into.insertMany([...docs])
    }
    return nameOf(await client.db('admin').command({ buildInfo: 1 }), 'mongod')
  } finally {
    await client.close()
  }
}

/** Name and version for people, by an answer to `buildInfo`; `other` is what one that isn't ours is called. */
export function nameOf({ version, gitVersion }: Document, other: string): string {
  return `${gitVersion === OUR_BUILD ? 'our own mongod' : other} ${version}`
}
