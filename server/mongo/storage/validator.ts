/** Keeps documents out that a collection's validator refuses. */

import type { Document } from '../bson/document.ts'
import type { Reply } from '../bson/encode.ts'
import { NULL } from '../bson/values.ts'
import { CommandError } from '../command-error.ts'
import type { CollectionOptions } from './collection-options.ts'

/** Throws mongod's error if a document isn't valid. `moderate` lets a document stay wrong that was wrong before. */
export function checkValid(options: CollectionOptions, document: Document, old?: Document): void {
  const { validator, level, action, kind } = options
  if (!old) kind?.check?.(document)
  if (!validator || level === 'off' || action === 'warn' || validator.isValid(document)) return
  if (level === 'moderate' && old && !validator.isValid(old)) return
  throw new CommandError(121, 'Document failed validation', {
    errInfo: { failingDocumentId: document.get('_id') ?? NULL, details: details(validator.filter, document) },
  })
}

/** What failed: the whole filter, and the value it was about if it is about one field. */
function details(filter: Document, document: Document): Reply {
  const [only, ...others] = filter.fields
  if (others.length > 0 || !only) return { operatorName: '$and', specifiedAs: filter }
  const { name, value } = only
  if (name.startsWith('$')) return { operatorName: name, specifiedAs: filter }
  const first = value.isDocument ? value.document.fields[0]?.name : undefined
  const considered = document.get(name)
  return {
    operatorName: first?.startsWith('$') ? first : '$eq',
    specifiedAs: filter,
    ...(considered
      ? { reason: 'comparison failed', consideredValue: considered }
      : { reason: 'field was missing' }),
  }
}
