/** `find`: the documents that a filter means, sorted, cut and projected, in batches. */
import { countArgument, documentArgument, flagArgument, namespaceOf } from '../arguments.ts'
import type { Call, Command } from '../command.ts'
import { cursorReply } from '../cursor-reply.ts'
import type { Document } from '../document.ts'
import { encode, type Reply } from '../encode.ts'
import { compileFilter } from '../filter.ts'
import { compileProjection } from '../projection.ts'
import { compileSort } from '../sort.ts'

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
    hint: 'missing',
    collation: 'missing',
    min: 'missing',
    max: 'missing',
    let: 'missing',
    returnKey: 'missing',
    showRecordId: 'missing',
    tailable: 'missing',
    awaitData: 'missing',
    oplogReplay: 'flag',
  },
  run: find,
} satisfies Command

function find(call: Call): Reply {
  const namespace = namespaceOf(call)
  const project = compileProjection(documentArgument(call, 'projection') ?? EMPTY)
  return cursorReply(call, select(call, namespace).map(project), {
    namespace,
    batchSize: countArgument(call, 'batchSize'),
    limit: countArgument(call, 'limit'),
    singleBatch: flagArgument(call, 'singleBatch', false),
    noTimeout: flagArgument(call, 'noCursorTimeout', false),
  })
}

function select(call: Call, namespace: string): Document[] {
  const isMeant = compileFilter(documentArgument(call, 'filter') ?? EMPTY)
  const sort = compileSort(documentArgument(call, 'sort') ?? EMPTY)
  const skip = countArgument(call, 'skip') ?? 0
  const limit = countArgument(call, 'limit') || Number.POSITIVE_INFINITY
  const all = call.services.store.find(namespace)?.documents ?? []
  return sort(all.filter(isMeant)).slice(skip, skip + limit)
}
