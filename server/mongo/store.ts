/** The collections and their documents, in the order of insertion, each kept in the very bytes it came in. */
import { TYPE, typeName } from './bson-type.ts'
import { CommandError } from './command-error.ts'
import { valueKey } from './compare.ts'
import { describe } from './describe.ts'
import { Document, type Field } from './document.ts'
import { documentOf, element, joinElements, objectId } from './values.ts'

/** Largest document that is stored, in bytes. */
export const MAX_DOCUMENT = 16 * 1024 * 1024

/** One collection. `namespace` is `database.collection`. */
export class Collection {
  readonly namespace: string
  readonly #documents = new Map<string, Document>()

  constructor(namespace: string) {
    this.namespace = namespace
  }

  /** Everything in it, in the order of insertion. */
  get documents(): Document[] {
    return [...this.#documents.values()]
  }

  /** Adds a document that has an `_id`. Throws mongod's duplicate key error. */
  add(document: Document): void {
    const id = document.get('_id')!
    const key = valueKey(id)
    if (this.#documents.has(key)) {
      throw new CommandError(
        11000,
        `E11000 duplicate key error collection: ${this.namespace} index: _id_ dup key: { _id: ${describe(id)} }`,
        { keyPattern: { _id: 1 }, keyValue: { _id: id } },
      )
    }
    this.#documents.set(key, document)
  }
}

/** All collections of a server. `newId` gives the 12 bytes of an ObjectId for documents that come without `_id`. */
export class Store {
  readonly #collections = new Map<string, Collection>()
  readonly #newId: () => Uint8Array

  constructor(newId: () => Uint8Array) {
    this.#newId = newId
  }

  /** The collection of that name, if anything was ever put into it. */
  find(namespace: string): Collection | undefined {
    return this.#collections.get(namespace)
  }

  /** Stores one document; the collection comes into being with its first. Throws a CommandError. */
  insert(namespace: string, document: Document): void {
    const stored = this.#withId(document)
    let collection = this.#collections.get(namespace)
    if (!collection) {
      collection = new Collection(namespace)
      this.#collections.set(namespace, collection)
    }
    collection.add(stored)
  }

  /** As mongod does: `_id` is made if missing, and always stands first. All other bytes stay. */
  #withId(document: Document): Document {
    if (document.bytes.length > MAX_DOCUMENT) {
      throw new CommandError(
        10334,
        `object to insert too large. size in bytes: ${document.bytes.length}, max size: ${MAX_DOCUMENT}`,
      )
    }
    const position = document.fields.findIndex((field) => field.name === '_id')
    if (position < 0) return this.#withNewId(document)
    checkId(document.fields[position]!)
    return new Document(position === 0 ? new Uint8Array(document.bytes) : moveFirst(document, position))
  }

  #withNewId(document: Document): Document {
    const id = objectId(this.#newId())
    return documentOf([['_id', id], ...document.fields.map(({ name, value }) => [name, value] as const)])
  }
}

function checkId({ value }: Field): void {
  if (value.type === TYPE.array || value.type === TYPE.regex || value.type === TYPE.undefined) {
    throw new CommandError(53, `The '_id' value cannot be of type ${typeName(value.type)}`)
  }
}

function moveFirst(document: Document, position: number): Uint8Array {
  const id = document.fields[position]!
  const others = document.fields.filter((field) => field !== id).map((field) => document.element(field))
  return joinElements([element(id.value.type, '_id', id.value.bytes), ...others])
}
