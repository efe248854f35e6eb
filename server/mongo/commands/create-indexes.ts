/** `createIndexes`: adds indexes to a collection, all of them or, if one fails, none. */
import { documentsArgument, namespaceOf, scopeOf } from '../arguments.ts'
import { compareValues } from '../bson/compare.ts'
import { describeDocument } from '../bson/describe.ts'
import type { Document } from '../bson/document.ts'
import type { Reply } from '../bson/encode.ts'
import { newUuid, uuidText } from '../bson/uuid.ts'
import type { Call, Command } from '../command.ts'
import { badValue, CommandError } from '../command-error.ts'
import type { Scope } from '../scope.ts'
import type { Collection } from '../storage/collection.ts'
import type { Index, IndexOptions } from '../storage/index.ts'
import { readIndex } from '../storage/index-specification.ts'
import { checkNewCollection } from '../storage/namespace.ts'

const MAX_INDEXES = 64

export default {
  names: ['createIndexes'],
  fields: { indexes: 'array', commitQuorum: 'any', ignoreUnknownIndexSpecFields: 'flag' },
  run: createIndexes,
} satisfies Command

function createIndexes(call: Call): Reply {
  const { store } = call.services
  const namespace = namespaceOf(call)
  const given = documentsArgument(call, 'indexes')
  if (given.length === 0) throw badValue('Must specify at least one index to create')
  const existing = store.find(namespace)
  checkNewCollection(namespace)
  const { collation: _, ...scope } = scopeOf(call)
  const specifications = given.map((one) => read(one, scope, existing?.options.collation?.specification))
  const collection = existing ?? store.create(namespace)
  const before = collection.indexes.list.length
  try {
    for (const options of specifications) add(collection, options, call.services.random)
  } catch (error) {
    for (const index of collection.indexes.list.slice(before)) collection.indexes.drop(index)
    if (!existing) store.drop(collection)
    throw error
  }
  const after = collection.indexes.list.length
  return {
    numIndexesBefore: before,
    numIndexesAfter: after,
    ...(existing && before === after
      ? { note: 'all indexes already exist' }
      : { createdCollectionAutomatically: !existing }),
  }
}

/** What is wrong with one of them is told together with it. */
function read(given: Document, scope: Scope, collation: Document | undefined): IndexOptions {
  try {
    return readIndex(given, scope, collation)
  } catch (error) {
    if (
      !(error instanceof CommandError) ||
      /^(Unknown index plugin|cannot mix|an index of)/.test(error.message)
    )
      throw error
    throw new CommandError(
      error.code,
      `Error in specification ${describeDocument(given)} :: caused by :: ${error.message}`,
    )
  }
}

function add(collection: Collection, options: IndexOptions, random: () => number): void {
  const { indexes, namespace } = collection
  if (isThere(collection, options)) return
  if (indexes.list.length >= MAX_INDEXES) {
    throw new CommandError(
      67,
      `add index fails, too many indexes for ${namespace} key:${describeDocument(options.specification.get('key')!.document)}`,
    )
  }
  try {
    indexes.create(options, collection.records(), namespace)
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    const build = `${uuidText(newUuid(random))}: Collection ${namespace} ( ${uuidText(collection.uuid)} )`
    throw new CommandError(
      error.code,
      `Index build failed: ${build} :: caused by :: ${error.message}`,
      error.extra,
    )
  }
}

/** What makes two indexes the same; the other options only change how it is used. */
const SIGNATURE = 'key collation partialFilterExpression unique sparse wildcardProjection'.split(' ')
const OPTIONS = [...SIGNATURE, 'expireAfterSeconds', 'hidden']

/** The same index again changes nothing; one that differs, but has the name or the nature of another, is refused. */
function isThere({ indexes }: Collection, options: IndexOptions): boolean {
  const sameName = indexes.find(options.name)
  if (sameName) {
    if (isSame(sameName.options, options, OPTIONS)) return true
    if (isSame(sameName.options, options, SIGNATURE)) {
      throw conflict(
        85,
        'An equivalent index already exists with the same name but different options.',
        options,
        sameName,
      )
    }
    throw conflict(
      86,
      'An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation.',
      options,
      sameName,
    )
  }
  const same = indexes.list.find((index) => isSame(index.options, options, SIGNATURE))
  if (!same) return false
  if (isSame(same.options, options, OPTIONS)) {
    throw new CommandError(85, `Index already exists with a different name: ${same.options.name}`)
  }
  throw conflict(85, 'An equivalent index already exists with a different name and options.', options, same)
}

function isSame(a: IndexOptions, b: IndexOptions, names: readonly string[]): boolean {
  return names.every((name) => {
    const [x, y] = [a, b].map(({ specification }) => specification.get(name))
    return x && y ? compareValues(x, y) === 0 : x === y
  })
}

function conflict(code: number, problem: string, requested: IndexOptions, existing: Index): CommandError {
  const [asked, there] = [requested, existing.options].map(({ specification }) =>
    describeDocument(specification),
  )
  return new CommandError(code, `${problem} Requested index: ${asked}, existing index: ${there}`)
}
