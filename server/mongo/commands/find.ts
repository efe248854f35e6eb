/** `find`: the documents that a filter means, sorted, cut and projected, in batches. */

import { countArgument, documentArgument, flagArgument, namespaceOf } from '../arguments.ts'
import type { Document } from '../bson/document.ts'
import type { Reply } from '../bson/encode.ts'
import { EMPTY } from '../bson/values.ts'
import type { Call, Command } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { cursorReply } from '../cursor-reply.ts'
import { outputOf } from '../plan/find-output.ts'
import { findQuery } from '../plan/find-query.ts'
import { planQuery } from '../plan/planner.ts'
import { compileFilter } from '../query/filter.ts'
import { compileProjection } from '../query/projection.ts'
import type { Stored } from '../storage/collection.ts'
import { tailableReply } from '../tailable.ts'

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
  const query = findQuery(call)
  const { filter, scope } = query
  const project = compileProjection(documentArgument(call, 'projection') ?? EMPTY, scope, filter)
  const options = {
    namespace,
    batchSize: countArgument(call, 'batchSize'),
    limit: query.limit,
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
  const stage = planQuery(collection, query)
  return cursorReply(call, collection ? each(stage.run(), outputOf(call, stage, project)) : [], options)
}

function* each(records: Iterable<Stored>, show: (record: Stored) => Document): Iterable<Document> {
  for (const record of records) yield show(record)
}
