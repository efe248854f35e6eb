/** What writes say about what they did, and how many go in a message. */
import { type Document, encode } from 'bson'
import { InvalidDocument } from 'pymongo-errors'

/** What became of a write that nobody waits for isn't known. */
interface Written {
  /** False for `w: 0`: the numbers are undefined then. */
  acknowledged: boolean
}

export interface InsertOneResult extends Written {
  insertedId: unknown
}

export interface InsertManyResult extends Written {
  insertedIds: unknown[]
}

/** How many documents an update found, and how many it changed. */
export interface UpdateResult extends Written {
  matchedCount?: number
  modifiedCount?: number
  /** The `_id` of the document that an upsert made, or null. */
  upsertedId?: unknown
}

export interface DeleteResult extends Written {
  deletedCount?: number
}

/** How a write is done. */
export interface WriteOptions {
  /** 0: the database doesn't answer. Default: what the client says. */
  w?: number
}

export interface UpdateOptions extends WriteOptions {
  /** Inserts a document if none matches. */
  upsert?: boolean
  arrayFilters?: Document[]
}

export interface InsertManyOptions extends WriteOptions {
  /** False: goes on behind a write that failed. Default true. */
  ordered?: boolean
}

export interface FindOneAndOptions extends UpdateOptions {
  /** The document as it was (default) or as it is afterwards. */
  returnDocument?: 'before' | 'after'
  projection?: Document
  sort?: Document
}

/** The biggest document that a database takes, bytes. */
const MAX_DOCUMENT = 16 * 1024 * 1024
/** A database takes 48 MB, but a program here has 32 MiB in all. */
const MAX_BATCH = 4 * 1024 * 1024
const MAX_COUNT = 100_000

/** Documents that go together, encoded; `from` is the first's index. */
export interface Batch {
  from: number
  documents: string[]
}

/** The documents, in as few messages as there have to be. */
export function* batchesOf(documents: Document[]): Generator<Batch> {
  let batch: Batch = { from: 0, documents: [] }
  let bytes = 0
  for (const [index, document] of documents.entries()) {
    const encoded = encodeOne(document)
    bytes += encoded.length
    const count = index - batch.from
    if (count > 0 && (count === MAX_COUNT || bytes > MAX_BATCH)) {
      yield batch
      batch = { from: index, documents: [] }
      bytes = encoded.length
    }
    batch.documents.push(encoded)
  }
  yield batch
}

function encodeOne(document: Document): string {
  const encoded = encode(document)
  if (encoded.length <= MAX_DOCUMENT) return encoded
  const size = `BSON document too large (${encoded.length} bytes)`
  const rule = 'the connected server supports BSON document sizes up to'
  throw new InvalidDocument(`${size} - ${rule} ${MAX_DOCUMENT} bytes.`)
}
