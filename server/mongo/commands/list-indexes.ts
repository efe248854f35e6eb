/** `listIndexes`: the indexes of a collection. */
import { namespaceOf } from '../arguments.ts'
import type { Reply } from '../bson/encode.ts'
import type { Call, Command } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { cursorReply } from '../cursor-reply.ts'
import { batchSizeOf } from '../list-cursor.ts'

export default { names: ['listIndexes'], fields: { cursor: 'object' }, run: listIndexes } satisfies Command

function listIndexes(call: Call): Reply {
  const namespace = namespaceOf(call)
  const collection = call.services.store.find(namespace)
  if (!collection) throw new CommandError(26, `ns does not exist: ${namespace}`)
  const documents = collection.indexes.list.map(({ options }) => options.specification)
  return cursorReply(call, documents, { namespace, batchSize: batchSizeOf(call) })
}
