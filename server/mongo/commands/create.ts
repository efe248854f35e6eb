/** `create`: makes a collection before its first document, with options. */
import { namespaceOf, scopeOf } from '../arguments.ts'
import { compareBytes } from '../bson/bytes.ts'
import { describeDocument } from '../bson/describe.ts'
import type { Reply } from '../bson/encode.ts'
import type { Call, Command } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { able } from '../part.ts'
import { type CollectionOptions, NO_OPTIONS } from '../storage/collection-options.ts'
import { checkNewCollection } from '../storage/namespace.ts'

const OPTIONS = {
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
} as const

export default { names: ['create'], fields: OPTIONS, run: create } satisfies Command

function create(call: Call): Reply {
  const namespace = namespaceOf(call)
  const { store } = call.services
  checkNewCollection(namespace)
  const options = optionsOf(call)
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

function optionsOf(call: Call): CollectionOptions {
  if (!call.body.fields.some(({ name }) => Object.hasOwn(OPTIONS, name))) return NO_OPTIONS
  const { collation: _, ...scope } = scopeOf(call)
  return able(scope.abilities, 'collectionOptions')(call.body, scope)
}
