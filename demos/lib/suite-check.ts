/** What the cases of the driver's tests are given, and how they check. */
import type { Document } from 'bson'
import type { Collection, Database, MongoClient } from 'pymongo'

/** The driver under test: the blocking one, or one that looks like it. */
export interface Driver {
  MongoClient: typeof MongoClient
}

/** What a case works with; its collection is empty at the beginning. */
export interface World extends Driver {
  client: MongoClient
  db: Database
  collection: Collection
}

/** Tests by their names. One that returns has passed. */
export type Cases = Record<string, (world: World) => void>

/** What became of a case: passed if it's neither excluded nor failed. */
export interface Outcome {
  name: string
  excluded?: string
  failed?: string
}

/** A check that didn't hold. */
export class CheckFailed extends Error {
  override name = 'CheckFailed'
}

/** What the driver's errors have, as far as they have it. */
export interface Failure extends Error {
  code: number
  details: {
    index?: number
    codeName?: string
    nInserted?: number
    writeErrors: { index: number }[]
  }
}

/** Throws unless both say the same in JSON. */
export function same(found: unknown, expected: unknown): void {
  const is = JSON.stringify(found)
  const shouldBe = JSON.stringify(expected)
  if (is !== shouldBe) throw new CheckFailed(`${is}, not ${shouldBe}`)
}

/** The error that an action throws: of this name, with these words. */
export function fails(
  action: () => unknown,
  name: string,
  words = '',
): Failure {
  let error: unknown
  try {
    action()
  } catch (thrown) {
    error = thrown
  }
  if (!(error instanceof Error)) throw new CheckFailed(`no ${name}`)
  same(error.name, name)
  if (error.message.includes(words)) return error as Failure
  throw new CheckFailed(`${error.message} doesn't say ${words}`)
}

/** Inserts so many documents: `_id` 0, 1, 2 …, `even` and `text`. */
export function fill(collection: Collection, count: number): void {
  const documents = Array.from({ length: count }, (_, _id) => ({
    _id,
    even: _id % 2 === 0,
    text: `number ${_id}`,
  }))
  collection.insertMany(documents)
}

/** The `_id`s of documents. */
export function ids(documents: Document[]): unknown[] {
  return documents.map(({ _id }) => _id)
}
