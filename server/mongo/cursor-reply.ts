/** How commands answer with documents: the first batch at once, the rest by a cursor. */

import type { Document } from './bson/document.ts'
import type { Reply } from './bson/encode.ts'
import type { Call } from './command.ts'
import { inContext } from './command-error.ts'
import { Cursor, type CursorOptions, FIRST_BATCH } from './cursors.ts'
import { sessionOf } from './session.ts'

/**
 * The reply `{ cursor: { firstBatch, id, ns } }`. Documents are taken from `documents` one by one and only as
 * many as the batch holds: what throws there is mongod's "executor error", so refuse bad arguments before.
 */
export function cursorReply(call: Call, documents: Iterable<Document>, options: CursorOptions): Reply {
  const { namespace: ns, batchSize = FIRST_BATCH, singleBatch } = options
  const cursor = new Cursor(documents, options, sessionOf(call))
  const firstBatch = readBatch(cursor, batchSize, executorContext(call, ns))
  const done = cursor.exhausted || singleBatch === true
  if (done) cursor.close()
  return { cursor: { firstBatch, id: done ? 0n : call.services.cursors.open(cursor), ns } }
}

/** The next documents of a cursor. Its errors get mongod's words about where they arose. */
export function readBatch(cursor: Cursor, size: number, context: string): Document[] {
  try {
    return cursor.batch(size)
  } catch (error) {
    throw context ? inContext(error, context) : error
  }
}

function executorContext({ name }: Call, namespace: string): string {
  if (name === 'find') return `Executor error during find command: ${namespace}`
  return name === 'aggregate' ? 'PlanExecutor error during aggregation' : ''
}
