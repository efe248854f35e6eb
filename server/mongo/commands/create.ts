/** `create`: makes a collection before its first document, with options. */
import { namespaceOf, scopeOf } from '../arguments.ts'
import { compareBytes } from '../bson/bytes.ts'
import { describeDocument } from '../bson/describe.ts'
import type { Reply } from '../bson/encode.ts'
import type { Call, Command } from '../command.ts'
import { CommandError, notImplemented } from '../command-error.ts'
import { readOptions } from '../storage/collection-options.ts'
import { checkNewCollection } from '../storage/namespace.ts'

export default {
  names: ['create'],
  fields: {
    capped: 'flag',
    autoIndexId: 'flag',
    idIndex: 'object',
    size: 'integer',
    max: 'integer',
    storageEngine: 'object',
    validator: 'object',
    validationLevel: 'string',
    validationAction: 'string',
    indexOptionDefaults: 'object',
    viewOn: 'string',
    pipeline: 'array',
    collation: 'object',
    changeStreamPreAndPostImages: 'object',
    timeseries: 'object',
    clusteredIndex: 'any',
    expireAfterSeconds: 'any',
    encryptedFields: 'object',
    temp: 'flag',
    flags: 'any',
  },
  run: create,
} satisfies Command

/** Options whose meaning this server hasn't got. */
const REFUSED = 'viewOn pipeline timeseries clusteredIndex expireAfterSeconds encryptedFields'.split(' ')

function create(call: Call): Reply {
  const namespace = namespaceOf(call)
  const { store } = call.services
  const refused = REFUSED.find((name) => call.body.get(name))
  if (refused) throw notImplemented(`the option '${refused}' of create`)
  checkNewCollection(namespace)
  const { collation: _, ...scope } = scopeOf(call)
  const options = readOptions(call.body, scope)
  const existing = store.find(namespace)
  if (!existing) {
    store.create(namespace, options)
    return {}
  }
  const shown = existing.options.shown
  if (compareBytes(shown.bytes, options.shown.bytes) === 0) return {}
  throw new CommandError(
    48,
    `namespace ${namespace} already exists, but with options: ${describeDocument(shown)}`,
  )
}
