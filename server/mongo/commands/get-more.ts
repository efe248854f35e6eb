/** `getMore`: the next batch of a cursor. On a tailable cursor it can wait until there is one. */

import { countArgument, required } from '../arguments.ts'
import { TYPE } from '../bson/bson-type.ts'
import type { Document } from '../bson/document.ts'
import type { Reply } from '../bson/encode.ts'
import { uuidText } from '../bson/uuid.ts'
import type { Call, Command } from '../command.ts'
import { badValue, CommandError } from '../command-error.ts'
import { readBatch } from '../cursor-reply.ts'
import type { Cursor } from '../cursors.ts'
import { maxTime } from '../generic-arguments.ts'
import { sessionOf } from '../session.ts'
import { Wait } from '../wait.ts'
import { wrongType } from '../wrong-type.ts'

/** How long a getMore waits for documents when the client doesn't say, in ms. */
const PATIENCE = 1000

export default {
  names: ['getMore'],
  fields: { collection: 'string', batchSize: 'integer', term: 'any', lastKnownCommittedOpTime: 'any' },
  run: getMore,
} satisfies Command

function getMore(call: Call): Reply | Wait {
  const { cursors, failPoints, now } = call.services
  const id = cursorId(call)
  const collection = call.body.get('collection') ?? missing(call)
  const namespace = `${call.database}.${collection.text}`
  const size = countArgument(call, 'batchSize') || Number.POSITIVE_INFINITY
  const cursor = cursors.find(id)
  if (!cursor) throw new CommandError(43, `cursor id ${id} not found`)
  if (cursor.pinned) throw new CommandError(143, `cursor id ${id} is already in use`)
  checkOwner(call, cursor, id, namespace)
  if (call.body.get('maxTimeMS') && !cursor.tail?.awaitData) {
    throw badValue('cannot set maxTimeMS on getMore command for a non-awaitData cursor')
  }
  checkSource(call, cursor, id)
  failPoints?.atCursor()
  cursor.usedAt = now()
  const read = () => takeBatch(call, cursor, id, size)
  const batch = read()
  if (batch.length > 0 || !cursor.tail?.awaitData) return reply(call, cursor, id, batch)
  return waitForBatch(call, cursor, id, read)
}

function waitForBatch(call: Call, cursor: Cursor, id: bigint, read: () => Document[]): Wait {
  const { now, cursors } = call.services
  cursor.pinned = true
  let version = cursor.tail!.version()
  const look = (last: boolean) => {
    if (cursor.killed) throw new CommandError(237, 'operation was interrupted')
    checkSource(call, cursor, id)
    const current = cursor.tail!.version()
    if (!last && current === version) return undefined
    version = current
    const batch = read()
    if (batch.length === 0 && !last) return undefined
    cursor.pinned = false
    cursor.usedAt = now()
    return reply(call, cursor, id, batch)
  }
  return new Wait(now() + (maxTime(call) ?? PATIENCE), look, () => cursors.close(id))
}

/** A cursor that fails is no more. */
function takeBatch({ services }: Call, cursor: Cursor, id: bigint, size: number): Document[] {
  try {
    return readBatch(cursor, size, 'Executor error during getMore')
  } catch (error) {
    services.cursors.close(id)
    throw error
  }
}

function reply({ services }: Call, cursor: Cursor, id: bigint, nextBatch: Document[]): Reply {
  const done = cursor.exhausted
  if (done) services.cursors.close(id)
  return { cursor: { nextBatch, id: done ? 0n : id, ns: cursor.namespace } }
}

function cursorId({ body }: Call): bigint {
  const value = body.fields[0]!.value
  if (value.type === TYPE.long) return value.int64
  throw wrongType('getMore.getMore', value, 'long')
}

function checkOwner(call: Call, cursor: Cursor, id: bigint, namespace: string): void {
  if (cursor.namespace !== namespace) {
    const found = `but cursor belongs to a different namespace ${cursor.namespace}`
    throw new CommandError(13, `Requested getMore on namespace '${namespace}', ${found}`)
  }
  const session = sessionOf(call)
  if (cursor.session === session) return
  const start = `Cannot run getMore on cursor ${id}, which was`
  if (!cursor.session)
    throw new CommandError(50736, `${start} not created in a session, in session ${session}`)
  const created = `${start} created in session ${cursor.session}`
  if (!session) throw new CommandError(50737, `${created}, without an lsid`)
  throw new CommandError(50738, `${created}, in session ${session}`)
}

/** A cursor ends with the collection it reads. */
function checkSource({ services }: Call, { source, namespace }: Cursor, id: bigint): void {
  if (!source) return
  const renamed = source.namespace !== namespace
  if (!renamed && services.store.find(namespace) === source) return
  services.cursors.close(id)
  const what = renamed ? `renamed from '${namespace}' to '${source.namespace}'` : 'dropped'
  throw new CommandError(175, `collection ${what}. UUID ${uuidText(source.uuid)}`)
}

function missing(call: Call): never {
  throw required(call, 'collection')
}
