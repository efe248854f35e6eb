/** Documents and values of the database, from plain objects and back. */
import { deserialize, serialize } from 'bson'
import { Document, type Value } from '../../server/mongo/bson/document.ts'

/** The document of a plain object. */
export function bson(object: object): Document {
  return new Document(serialize(object))
}

/** One value, as it lies in a document. */
export function value(of: unknown): Value {
  return bson({ of }).get('of')!
}

/** The plain object of a document, with numbers as numbers. */
export function plain(document: Document): Record<string, unknown> {
  return deserialize(document.bytes)
}
