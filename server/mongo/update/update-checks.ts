/** What mongod demands of a document that an update has made. */
import { TYPE, typeName } from '../bson/bson-type.ts'
import type { Document, Field, Value } from '../bson/document.ts'
import { join } from '../bson/values.ts'
import { CommandError } from '../command-error.ts'
import { checkIdType, MAX_DOCUMENT } from '../storage/identity.ts'

const MAX_DEPTH = 180

/** Throws the error of this code if the document is larger than 16 MiB. */
export function checkUpdatedSize(document: Document, code: 17419 | 17420): Document {
  if (document.bytes.length <= MAX_DOCUMENT) return document
  const what = code === 17419 ? 'Resulting document after update' : 'Document to upsert'
  throw new CommandError(code, `${what} is larger than ${MAX_DOCUMENT}`)
}

/** Throws mongod's error if values are nested too deeply. */
export function checkDepth(document: Document, depth = 1): void {
  if (depth > MAX_DEPTH) {
    throw new CommandError(15, `Document exceeds maximum nesting depth of ${MAX_DEPTH}`)
  }
  for (const { value } of document.fields) {
    if (value.isDocument || value.isArray) checkDepth(value.document, depth + 1)
  }
}

/** Throws mongod's error if a field of the document itself begins with a dollar, unless it is a reference. */
export function checkDollars(document: Document, parent = ''): void {
  for (const [index, field] of document.fields.entries()) {
    if (field.name.startsWith('$')) checkDollar(document.fields, index, parent)
  }
}

/** `$ref`, `$id` and `$db` are allowed in this order. */
function checkDollar(fields: readonly Field[], index: number, parent: string): void {
  let at = index
  if (fields[at]!.name === '$db') {
    demandString(fields[at]!)
    at--
    if (fields[at]?.name !== '$id') {
      throw reference('Found $db field without a $id before it, which is invalid.')
    }
  }
  if (fields[at]!.name === '$id') {
    at--
    if (fields[at]?.name !== '$ref') {
      throw reference('Found $id field without a $ref before it, which is invalid.')
    }
  }
  const { name } = fields[index]!
  if (fields[at]!.name !== '$ref') {
    throw new CommandError(
      52,
      `The dollar ($) prefixed field '${name}' in '${parent}${name}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
    )
  }
  demandString(fields[at]!)
  if (fields[at + 1]?.name !== '$id') {
    throw reference('The DBRef $ref field must be followed by a $id field')
  }
}

function demandString({ name, value }: Field): void {
  if (value.type === TYPE.string) return
  throw reference(`The DBRef ${name} field must be a String, not a ${typeName(value.type)}`)
}

function reference(message: string): CommandError {
  return new CommandError(55, message)
}

/** Throws mongod's errors for an `_id` that can't be stored. */
export function checkStoredId(id: Value): void {
  checkIdType(id)
  if (id.isDocument) checkDollars(id.document, '_id.')
}

/** The document with `_id` at its beginning; the same if it is there already or nowhere. */
export function withIdFirst(document: Document): Document {
  const { fields } = document
  const id = fields.findIndex((field) => field.name === '_id')
  if (id <= 0) return document
  const others = fields.filter((_, index) => index !== id)
  return join([fields[id]!, ...others])
}
