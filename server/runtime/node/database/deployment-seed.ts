/** Puts the demos' documents into somebody's deployment, without touching anything that is there. */
import type { MongoClient } from 'mongodb'
import type { Seed } from '../../../mongo/seed.ts'

/** Fills the collections that are missing or empty; says so, and what is otherwise than expected. Never rejects. */
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
  const there = await into.find({}, { projection: { _id: 1 }, limit: docs.length + 1 }).toArray()
  if (there.length === docs.length) return undefined
  if (there.length > 0) return 'has other documents already: it is left as it is'
  await into.insertMany([...docs])
  return `was empty: ${docs.length} documents are put into it`
}
