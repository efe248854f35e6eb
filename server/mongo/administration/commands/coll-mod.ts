/** `collMod`: changes a collection's validator, or how long an index keeps documents or whether it is hidden. */
import { documentArgument, namespaceOf, scopeOf } from '../../arguments.ts'
import { compareValues } from '../../bson/compare.ts'
import { describe } from '../../bson/describe.ts'
import type { Document, Value } from '../../bson/document.ts'
import type { Reply } from '../../bson/encode.ts'
import { isTrue } from '../../bson/truth.ts'
import { documentOf, FALSE } from '../../bson/values.ts'
import type { Call, Command } from '../../command.ts'
import { badValue, CommandError } from '../../command-error.ts'
import type { Collection } from '../../storage/collection.ts'
import type { Index } from '../../storage/index.ts'
import { readIndex } from '../../storage/index-specification.ts'
import { readValidation, withShown } from '../collection-options.ts'
import { changeKind } from '../kinds/change-kind.ts'
import { checkConvertible } from '../make-unique.ts'

export default {
  names: ['collMod'],
  fields: {
    validator: 'object',
    validationLevel: 'string',
    validationAction: 'string',
    index: 'object',
    viewOn: 'string',
    pipeline: 'array',
    changeStreamPreAndPostImages: 'object',
    expireAfterSeconds: 'any',
    timeseries: 'missing',
    cappedSize: 'missing',
    cappedMax: 'missing',
    dryRun: 'missing',
  },
  run: collMod,
} satisfies Command

const VALIDATION = ['validator', 'validationLevel', 'validationAction']

function collMod(call: Call): Reply {
  const namespace = namespaceOf(call)
  const collection = call.services.store.find(namespace)
  if (!collection) throw new CommandError(26, `ns does not exist: ${namespace}`)
  const index = documentArgument(call, 'index')
  changeKind(call, collection)
  changeValidation(call, collection)
  return index ? changeIndex(call, collection, index) : {}
}

function changeValidation(call: Call, collection: Collection): void {
  const changes = VALIDATION.flatMap((name): [string, Value][] => {
    const value = call.body.get(name)
    return value ? [[name, value]] : []
  })
  if (changes.length === 0) return
  const shown = withShown(collection.options, changes)
  const { collation: _, ...scope } = scopeOf(call)
  const validation = readValidation(
    shown.get('validator')?.document,
    shown.get('validationLevel'),
    shown.get('validationAction'),
    scope,
  )
  collection.options = { ...collection.options, ...validation, shown }
}

const CHANGES = ['expireAfterSeconds', 'hidden', 'prepareUnique', 'unique']

function changeIndex(call: Call, collection: Collection, wanted: Document): Reply {
  const index = findIndex(collection, wanted)
  const reply: Record<string, Value> = {}
  for (const name of CHANGES) {
    const value = wanted.get(name)
    if (!value) continue
    if (name === 'hidden' && index.options.name === '_id_') throw badValue("can't hide _id index")
    if (name === 'unique') checkConvertible(index)
    const old = index.options.specification.get(name)
    if (old || name === 'hidden' || name === 'prepareUnique') reply[`${name}_old`] = old ?? FALSE
    reply[`${name}_new`] = value
    const changed = changedSpecification(index, name, value)
    const options = readIndex(changed, scopeOf(call))
    index.options = { ...options, unique: options.unique || isTrue(changed.get('prepareUnique')) }
  }
  if (Object.keys(reply).length > 0) return reply
  throw new CommandError(72, 'no expireAfterSeconds, hidden, unique, or prepareUnique field')
}

/** What is prepared is over when the index is unique, or isn't to be. */
function changedSpecification({ options }: Index, name: string, value: Value): Document {
  const gone = name === 'unique' ? ['unique', 'prepareUnique'] : [name]
  const others = options.specification.fields.filter((field) => !gone.includes(field.name))
  const kept = others.map((field) => [field.name, field.value] as const)
  return documentOf(name === 'prepareUnique' && !isTrue(value) ? kept : [...kept, [name, value]])
}

function findIndex({ indexes, namespace }: Collection, wanted: Document): Index {
  const [name, key] = [wanted.get('name'), wanted.get('keyPattern')]
  if (!name && !key) throw new CommandError(72, 'either keyPattern or name of index must be specified.')
  if (name && key) throw new CommandError(72, 'Cannot specify both key pattern and name.')
  const index = indexes.list.find(({ options }) =>
    key ? compareValues(options.specification.get('key')!, key) === 0 : options.name === name!.text,
  )
  if (index) return index
  throw new CommandError(27, `cannot find index ${key ? describe(key) : name!.text} for ns ${namespace}`)
}
