/** What mongod demands of a document before it stores it: a size that fits, and an `_id` at its beginning. */
import { TYPE, typeName } from '../bson/bson-type.ts'
import { compareValues } from '../bson/compare.ts'
import { describe, describeField } from '../bson/describe.ts'
import type { Document, Value } from '../bson/document.ts'
import { join, objectId, span } from '../bson/values.ts'
import { badValue, CommandError } from '../command-error.ts'

/** Largest document that a client may send, in bytes. */
export const MAX_DOCUMENT = 16 * 1024 * 1024

/** What the server adds to a document on its own may exceed that by so much. */
const SLACK = 16 * 1024

/** A longer value isn't part of an error message, in bytes. */
const LONGEST_SHOWN = 160

/** Throws mongod's error if a document that grew is too large. */
export function checkSize(document: Document): void {
  const size = document.bytes.length
  if (size <= MAX_DOCUMENT + SLACK) return
  throw new CommandError(17419, `Resulting document after update is larger than ${MAX_DOCUMENT + SLACK}`)
}

/** Throws mongod's error if a document is too long for any message, be it a command or a result. */
export function checkMessageSize(document: Document): void {
  const { length } = document.bytes
  const limit = MAX_DOCUMENT + SLACK
  if (length <= limit) return
  const [field] = document.fields
  const first =
    field && field.value.bytes.length < LONGEST_SHOWN ? ` First element: ${describeField(field)}` : ''
  const size = `${length} (0x${length.toString(16).toUpperCase()})`
  throw new CommandError(
    10334,
    `BSONObj size: ${size} is invalid. Size must be between 0 and ${limit}(16MB)${first}`,
  )
}

/** Throws mongod's error if `_id` isn't what it was. */
export function checkSameId(old: Document, document: Document): void {
  const [before, after] = [old.get('_id'), document.get('_id')]
  if (before && after && compareValues(before, after) === 0) return
  throw new CommandError(
    66,
    `After applying the update, the (immutable) field '_id' was found to have been altered to _id: ${after ? describe(after) : 'missing'}`,
  )
}

/** As mongod does: `_id` is made if missing, and always stands first. All other bytes stay. */
export function withId(document: Document, newId: () => Uint8Array): Document {
  const size = document.bytes.length
  if (size > MAX_DOCUMENT) {
    throw badValue(`object to insert too large. size in bytes: ${size}, max size: ${MAX_DOCUMENT}`)
  }
  const { fields } = document
  const position = fields.findIndex((field) => field.name === '_id')
  if (position < 0) {
    return join([{ name: '_id', value: objectId(newId()) }, span(document)])
  }
  checkId(fields[position]!.value)
  if (fields.findLastIndex((field) => field.name === '_id') !== position)
    throw badValue("can't have multiple _id fields in one document")
  return position === 0 ? document : moveFirst(document, position)
}

function checkId(id: Value): void {
  checkIdType(id)
  const name = id.isDocument ? dollarName(id.document) : undefined
  if (name === undefined) return
  throw new CommandError(
    52,
    `_id fields may not contain '$'-prefixed fields: ${name} is not valid for storage.`,
  )
}

/** Throws mongod's error for an `_id` of a type that none can have. */
export function checkIdType({ type }: Value): void {
  if (type === TYPE.array || type === TYPE.regex || type === TYPE.undefined) {
    throw new CommandError(53, `The '_id' value cannot be of type ${typeName(type)}`)
  }
}

/** The first name that begins with a dollar, however deep; references `{ $ref, $id, $db }` are allowed. */
function dollarName({ fields }: Document): string | undefined {
  const isReference = fields[0]?.name === '$ref' && fields[1]?.name === '$id'
  for (const [index, { name, value }] of fields.entries()) {
    const allowed = isReference && (index < 2 || (index === 2 && name === '$db'))
    if (name.startsWith('$') && !allowed) return name
    const inner = value.isDocument || value.isArray ? dollarName(value.document) : undefined
    if (inner !== undefined) return inner
  }
  return undefined
}

function moveFirst(document: Document, position: number): Document {
  const id = document.fields[position]!
  return join([id, ...document.fields.filter((field) => field !== id)])
}
