/** `find`: the documents that a filter means, sorted, cut and projected, in batches. */
import { countArgument, documentArgument, flagArgument, namespaceOf, scopeOf } from '../arguments.ts'
import type { Stored } from '../collection.ts'
import type { Call, Command } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { cursorReply } from '../cursor-reply.ts'
import type { Document } from '../document.ts'
import { encode, type Reply } from '../encode.ts'
import { compileFilter } from '../filter.ts'
import { compileProjection, type Projection } from '../projection.ts'
import { scan } from '../selection.ts'
import { tailableReply } from '../tailable.ts'

const EMPTY = encode({})

export default {
  names: ['find'],
  fields: {
    filter: 'object',
    sort: 'object',
    projection: 'object',
    skip: 'integer',
    limit: 'integer',
    batchSize: 'integer',
    singleBatch: 'flag',
    noCursorTimeout: 'flag',
    allowPartialResults: 'flag',
    allowDiskUse: 'flag',
    hint: 'any',
    collation: 'object',
    min: 'object',
    max: 'object',
    let: 'object',
    returnKey: 'flag',
    showRecordId: 'flag',
    tailable: 'flag',
    awaitData: 'flag',
    oplogReplay: 'flag',
  },
  run: find,
} satisfies Command

function find(call: Call): Reply {
  const namespace = namespaceOf(call)
  const collection = call.services.store.find(namespace)
  const scope = scopeOf(call)
  const filter = documentArgument(call, 'filter') ?? EMPTY
  const project = compileProjection(documentArgument(call, 'projection') ?? EMPTY, scope, filter)
  const options = {
    namespace,
    batchSize: countArgument(call, 'batchSize'),
    limit: countArgument(call, 'limit'),
    singleBatch: flagArgument(call, 'singleBatch', false),
    noTimeout: flagArgument(call, 'noCursorTimeout', false),
    source: collection,
  }
  if (flagArgument(call, 'tailable', false)) {
    const isMeant = compileFilter(filter, scope)
    const toDocument = ({ document }: Stored) => (isMeant(document) ? project(document) : undefined)
    return tailableReply(call, collection, toDocument, options)
  }
  if (flagArgument(call, 'awaitData', false)) {
    throw new CommandError(9, "Cannot set 'awaitData' without also setting 'tailable'")
  }
  const sort = documentArgument(call, 'sort')
  const { limit } = options
  const records = scan(collection, { filter, scope, sort, skip: countArgument(call, 'skip'), limit })
  return cursorReply(call, collection ? projected(records, project) : [], options)
}

/** Errors that arise once documents are looked at say so. */
function* projected(records: Iterable<Stored>, project: Projection): Iterable<Document> {
  try {
    for (const { document } of records) yield project(document)
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    const message = `Executor error during find command :: caused by :: ${error.message}`
    throw new CommandError(error.code, message, error.extra)
  }
}
