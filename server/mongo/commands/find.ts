/** `find`: the documents that a filter means, sorted, cut and projected, in batches. */
import { countArgument, documentArgument, flagArgument, namespaceOf, scopeOf } from '../arguments.ts'
import type { Stored } from '../collection.ts'
import type { Call, Command } from '../command.ts'
import { cursorReply } from '../cursor-reply.ts'
import type { Document } from '../document.ts'
import { encode, type Reply } from '../encode.ts'
import { compileProjection, type Projection } from '../projection.ts'
import { scan } from '../selection.ts'

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
  const records = scan(call.services.store.find(namespace), {
    filter: documentArgument(call, 'filter') ?? EMPTY,
    scope: scopeOf(call),
    sort: documentArgument(call, 'sort'),
    skip: countArgument(call, 'skip'),
    limit: countArgument(call, 'limit'),
  })
  return cursorReply(call, projected(records, project), {
    namespace,
    batchSize: countArgument(call, 'batchSize'),
    limit: countArgument(call, 'limit'),
    singleBatch: flagArgument(call, 'singleBatch', false),
    noTimeout: flagArgument(call, 'noCursorTimeout', false),
  })
}

function* projected(records: Iterable<Stored>, project: Projection): Iterable<Document> {
  for (const { document } of records) yield project(document)
}
