/** Puts the demos' documents into somebody's deployment, without touching anything that is there. */
import type { MongoClient } from 'mongodb'
import type { Seed } from '../../mongo/seed.ts'

/** Fills the collections that are missing or empty; says what was done with each. Never rejects. */
export async function seedDeployment(
  client: MongoClient,
  seeds: readonly Seed[],
  say: (line: string) => void,
): Promise<void> {
  for (const seed of seeds) {
    const name = `${seed.db}.${seed.collection}`
    const done = await fill(client, seed).catch((error: Error) => `could not be filled: ${error.message}`)
    if (done) say(`${name} ${done}`)
  }
}

async function fill(client: MongoClient, { db, collection, docs }: Seed): Promise<string | undefined> {
  if (docs.length === 0) return undefined
  const into = client.db(db).collection(collection)
  const there = await into.findOne({}, { projection: { _id: 1 } })
  if (there) return 'has documents already: it is left as it is'
  await into.insertMany([...docs])
  return `was empty: ${docs.length} documents are put into it`
}
