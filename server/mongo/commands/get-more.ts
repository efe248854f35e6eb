/** `getMore`: the next batch of a cursor. */
import { countArgument, namespaceOf } from '../arguments.ts'
import { TYPE, typeName } from '../bson-type.ts'
import type { Call, Command } from '../command.ts'
import { CommandError } from '../command-error.ts'
import type { Reply } from '../encode.ts'

export default {
  names: ['getMore'],
  fields: { collection: 'string', batchSize: 'integer', term: 'any', lastKnownCommittedOpTime: 'any' },
  run: getMore,
} satisfies Command

function getMore(call: Call): Reply {
  const { cursors } = call.services
  const id = cursorId(call)
  const namespace = namespaceOf(call, 'collection')
  const cursor = cursors.find(id)
  if (!cursor) throw new CommandError(43, `cursor id ${id} not found`)
  if (cursor.namespace !== namespace) {
    const found = `but cursor belongs to a different namespace ${cursor.namespace}`
    throw new CommandError(13, `Requested getMore on namespace '${namespace}', ${found}`)
  }
  const nextBatch = cursor.batch(countArgument(call, 'batchSize') || Number.POSITIVE_INFINITY)
  const done = cursor.exhausted
  if (done) cursors.close(id)
  return { cursor: { nextBatch, id: done ? 0n : id, ns: namespace } }
}

function cursorId({ body }: Call): bigint {
  const value = body.fields[0]!.value
  if (value.type === TYPE.long) return value.int64
  throw new CommandError(
    14,
    `BSON field 'getMore.getMore' is the wrong type '${typeName(value.type)}', expected type 'long'`,
  )
}
