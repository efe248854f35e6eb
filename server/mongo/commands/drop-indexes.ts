/** `dropIndexes`: takes indexes away, by name, by key, or all but the one over `_id`. */
import { namespaceOf, required } from '../arguments.ts'
import { TYPE } from '../bson/bson-type.ts'
import { compareValues } from '../bson/compare.ts'
import { describe, describeDocument } from '../bson/describe.ts'
import type { Value } from '../bson/document.ts'
import type { Reply } from '../bson/encode.ts'
import type { Call, Command } from '../command.ts'
import { CommandError } from '../command-error.ts'
import type { Collection } from '../storage/collection.ts'
import type { Index } from '../storage/index.ts'
import { wrongType } from '../wrong-type.ts'

export default {
  names: ['dropIndexes', 'deleteIndexes'],
  fields: { index: 'any' },
  run: dropIndexes,
} satisfies Command

function dropIndexes(call: Call): Reply {
  const namespace = namespaceOf(call)
  const wanted = call.body.get('index')
  if (!wanted) throw required(call, 'index')
  const collection = call.services.store.find(namespace)
  if (!collection) throw new CommandError(26, `ns not found ${namespace}`)
  const nIndexesWas = collection.indexes.list.length
  const all = wanted.type === TYPE.string && wanted.text === '*'
  const meant = all
    ? collection.indexes.list.filter((index) => index !== firstOf(collection))
    : findAll(collection, wanted)
  for (const index of meant) collection.indexes.drop(index)
  return { nIndexesWas, ...(all && { msg: 'non-_id indexes dropped for collection' }) }
}

function findAll(collection: Collection, wanted: Value): Index[] {
  const found = wanted.isArray
    ? wanted.elements.map((name) => byName(collection, name))
    : [wanted.isDocument ? byKey(collection, wanted) : byName(collection, wanted)]
  if (found.some((index) => index === firstOf(collection)))
    throw new CommandError(72, 'cannot drop _id index')
  return found
}

/** The index over `_id`, which stays. A time series has none. */
function firstOf({ indexes, options }: Collection): Index | undefined {
  return options.kind?.type === 'timeseries' ? undefined : indexes.list[0]
}

function byName({ indexes }: Collection, name: Value): Index {
  if (name.type !== TYPE.string) {
    throw wrongType('dropIndexes.index', name, 'string', 'object')
  }
  const index = indexes.find(name.text)
  if (index) return index
  throw new CommandError(27, `index not found with name [${name.text}]`)
}

function byKey({ indexes }: Collection, key: Value): Index {
  const [index, another] = indexes.list.filter(({ options }) => isKey(options.specification.get('key')!, key))
  if (!index) throw new CommandError(27, `can't find index with key: ${describe(key)}`)
  if (!another) return index
  throw new CommandError(
    181,
    `2 indexes found for key: ${describe(key)}, identify by name instead. Conflicting indexes: ${[index, another].map(({ options }) => describeDocument(options.specification)).join(', ')}`,
  )
}

function isKey(a: Value, b: Value): boolean {
  return compareValues(a, b) === 0
}
