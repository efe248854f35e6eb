/** `listCollections`: what a database holds. */
import { documentArgument, flagArgument, scopeOf } from '../arguments.ts'
import { encode, type Reply } from '../bson/encode.ts'
import type { Call, Command } from '../command.ts'
import { cursorReply } from '../cursor-reply.ts'
import { batchSizeOf } from '../list-cursor.ts'
import { compileFilter } from '../query/filter.ts'
import type { Collection } from '../storage/collection.ts'
import { collectionOf } from '../storage/namespace.ts'

export default {
  names: ['listCollections'],
  fields: { filter: 'object', nameOnly: 'flag', authorizedCollections: 'flag', cursor: 'object' },
  run: listCollections,
} satisfies Command

function listCollections(call: Call): Reply {
  const nameOnly = flagArgument(call, 'nameOnly', false)
  const filter = documentArgument(call, 'filter')
  const isMeant = filter ? compileFilter(filter, scopeOf(call)) : () => true
  const { store, abilities } = call.services
  const documents = [
    ...store.collections(call.database).map(describe),
    ...(abilities.kinds?.list(store, call.database) ?? []),
  ]
    .map(encode)
    .filter((document) => isMeant(document))
    .map((document) =>
      nameOnly ? encode({ name: document.get('name')!, type: document.get('type')! }) : document,
    )
  const namespace = `${call.database}.$cmd.listCollections`
  return cursorReply(call, documents, { namespace, batchSize: batchSizeOf(call) })
}

function describe({ namespace, options, uuid, indexes }: Collection): Reply {
  const { kind } = options
  return {
    name: collectionOf(namespace),
    type: kind?.type ?? 'collection',
    options: options.shown,
    info: { readOnly: false, ...(kind?.type !== 'timeseries' && { uuid }) },
    ...(!kind && { idIndex: indexes.list[0]!.options.specification }),
  }
}
