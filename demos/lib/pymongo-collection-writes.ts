/** The half of a collection that writes: insert, update, replace, delete. */
import { type Document, ObjectId } from 'bson'
import type { Database } from 'pymongo-database'
import {
  checkCollectionName,
  checkReplacement,
  checkUpdate,
} from 'pymongo-names'
import { checkWrite, InsertErrors } from 'pymongo-reply'
import {
  batchesOf,
  type DeleteResult,
  type InsertManyOptions,
  type InsertManyResult,
  type InsertOneResult,
  type UpdateOptions,
  type UpdateResult,
  type WriteOptions,
} from 'pymongo-writes'
import type { Sequence } from 'wire'

/** What every collection inherits. */
export class CollectionWrites {
  readonly database: Database
  readonly name: string
  /** With the database's name in front of it. */
  readonly fullName: string

  /** Throws InvalidName if a collection can't be called that. */
  constructor(database: Database, name: string) {
    checkCollectionName(name)
    this.database = database
    this.name = name
    this.fullName = `${database.name}.${name}`
  }

  /** A document without an `_id` gets one, also in the program. */
  insertOne(
    document: Document,
    how: WriteOptions = {},
  ): InsertOneResult {
    this.#giveId(document)
    for (const { documents } of batchesOf([document])) {
      checkWrite(this.#insert(documents, how))
    }
    const acknowledged = this.#answered(how)
    return { acknowledged, insertedId: document._id }
  }

  /** As few messages as possible; stops at the first that fails. */
  insertMany(
    documents: Document[],
    how: InsertManyOptions = {},
  ): InsertManyResult {
    if (documents.length === 0) {
      throw new TypeError('documents must be a non-empty list')
    }
    const errors = new InsertErrors(how.ordered)
    for (const document of documents) this.#giveId(document)
    for (const batch of batchesOf(documents)) {
      errors.add(this.#insert(batch.documents, how), batch.from)
      if (errors.stop) break
    }
    errors.check()
    const insertedIds = documents.map(({ _id }) => _id)
    return { acknowledged: this.#answered(how), insertedIds }
  }

  /** Changes the first document that the filter finds, if there's one. */
  updateOne(
    filter: Document,
    update: Document | Document[],
    how?: UpdateOptions,
  ): UpdateResult {
    checkUpdate(update)
    return this.#update({ q: filter, u: update }, how)
  }

  /** Changes all documents that the filter finds. */
  updateMany(
    filter: Document,
    update: Document | Document[],
    how?: UpdateOptions,
  ): UpdateResult {
    checkUpdate(update)
    return this.#update({ q: filter, u: update, multi: true }, how)
  }

  /** Puts this document in the place of the first that is found. */
  replaceOne(
    filter: Document,
    replacement: Document,
    how?: UpdateOptions,
  ): UpdateResult {
    checkReplacement(replacement)
    return this.#update({ q: filter, u: replacement }, how)
  }

  deleteOne(filter: Document, how?: WriteOptions): DeleteResult {
    return this.#delete({ q: filter, limit: 1 }, how)
  }

  /** Deletes all that the filter finds. */
  deleteMany(filter: Document, how?: WriteOptions): DeleteResult {
    return this.#delete({ q: filter, limit: 0 }, how)
  }

  #giveId(document: Document): void {
    if (document._id !== undefined) return
    // The ids of two threads differ by what the database calls them.
    this.database.client.open()
    document._id = new ObjectId()
  }

  #insert(documents: string[], how: InsertManyOptions): Document {
    const { ordered = true } = how
    const command = { insert: this.name, ordered }
    return this.#write(command, how, { name: 'documents', documents })
  }

  #update(update: Document, how: UpdateOptions = {}): UpdateResult {
    const { w, ...options } = how
    const updates = [{ ...update, ...options }]
    const reply = this.#write({ update: this.name, updates }, how)
    checkWrite(reply)
    if (!this.#answered(how)) return { acknowledged: false }
    const [upserted] = (reply.upserted as Document[] | undefined) ?? []
    return {
      acknowledged: true,
      matchedCount: upserted ? 0 : Number(reply.n),
      modifiedCount: Number(reply.nModified),
      upsertedId: upserted?._id ?? null,
    }
  }

  #delete(one: Document, how: WriteOptions = {}): DeleteResult {
    const command = { delete: this.name, deletes: [one] }
    const { n } = checkWrite(this.#write(command, how))
    if (!this.#answered(how)) return { acknowledged: false }
    return { acknowledged: true, deletedCount: Number(n) }
  }

  #write(
    command: Document,
    how: WriteOptions,
    sequence?: Sequence,
  ): Document {
    const w = this.#concern(how)
    const concern = w === undefined ? {} : { writeConcern: { w } }
    const answered = w !== 0
    const sending = sequence ? { answered, sequence } : { answered }
    return this.database.command({ ...command, ...concern }, sending)
  }

  #answered(how: WriteOptions): boolean {
    return this.#concern(how) !== 0
  }

  #concern({ w }: WriteOptions): number | undefined {
    return w ?? this.database.client.options.w
  }
}
