/** `$meta`: what mongod knows of a document beside its fields, and this server doesn't; and what it says of that. */
import { TYPE } from '../bson/bson-type.ts'
import { describeField } from '../bson/describe.ts'
import type { Document, Field } from '../bson/document.ts'
import { CommandError, notImplemented } from '../command-error.ts'

/** The error for a sort by a document such as `{ $meta: 'textScore' }`. */
export function refuseMetaSort({ fields }: Document): CommandError {
  const [meta] = fields
  if (meta?.name !== '$meta') {
    return new CommandError(17312, '$meta is the only expression supported by $sort right now')
  }
  if (fields.length > 1)
    return new CommandError(9, 'Cannot have additional keys in a $meta sort specification')
  const what = meta.value.type === TYPE.string ? meta.value.text : ''
  if (what === 'textScore') {
    return noScore()
  }
  if (what === 'randVal' || what === 'geoNearDistance') return notImplemented(`sorting by ${what}`)
  return new CommandError(31138, `Illegal $meta sort: ${describeField(meta)}`)
}

/** The error for a field that is `{ $meta: … }`. */
export function refuseMetaProjection({ value }: Field): CommandError {
  const what = value.type === TYPE.string ? value.text : ''
  if (what === 'textScore') {
    return noScore()
  }
  return new CommandError(17308, `Unsupported argument to $meta: ${what}`)
}

function noScore(): CommandError {
  return new CommandError(40218, 'query requires text score metadata, but it is not available')
}
