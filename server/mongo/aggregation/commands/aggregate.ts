/** `aggregate`: documents through a pipeline of stages, answered in batches. */

import { explainCommand } from '../../administration/commands/explain.ts'
import { documentArgument, flagArgument, namespaceOf, scopeOf, valuesArgument } from '../../arguments.ts'
import { RANK } from '../../bson/bson-type.ts'
import type { Value } from '../../bson/document.ts'
import type { Reply } from '../../bson/encode.ts'
import { toNumber } from '../../bson/numbers.ts'
import type { Call, Command } from '../../command.ts'
import { CommandError } from '../../command-error.ts'
import { cursorReply } from '../../cursor-reply.ts'
import { aggregateWorld } from '../aggregate-world.ts'
import { compilePipeline, compileSource } from '../pipeline.ts'

/** Stages that need no collection. */
const COLLECTIONLESS = ['$documents', '$currentOp', '$listLocalSessions']

export default {
  names: ['aggregate'],
  fields: {
    pipeline: 'array',
    cursor: 'object',
    explain: 'flag',
    allowDiskUse: 'flag',
    bypassDocumentValidation: 'flag',
    collation: 'object',
    hint: 'any',
    let: 'object',
  },
  run: aggregate,
} satisfies Command

function aggregate(call: Call): Reply {
  if (flagArgument(call, 'explain', false)) return explainCommand(call, 'queryPlanner')
  const cursor = documentArgument(call, 'cursor')
  if (!cursor) {
    throw new CommandError(
      9,
      "The 'cursor' option is required, except for aggregate with the explain argument",
    )
  }
  const pipeline = valuesArgument(call, 'pipeline')
  const { namespace, collection } = targetOf(call)
  const scope = scopeOf(call)
  const context = { scope, world: aggregateWorld(call), compile: compilePipeline, compileSource }
  const run = compileSource(pipeline, context, collection)
  checkFirst(pipeline[0], collection)
  return cursorReply(call, run(), { namespace, batchSize: batchSize(cursor.get('batchSize')) })
}

/** The collection, or none for `{ aggregate: 1 }`. */
function targetOf(call: Call): { namespace: string; collection?: string } {
  const value = call.body.get(call.name)
  if (value?.rank === RANK.number) {
    if (toNumber(value) === 1) return { namespace: `${call.database}.$cmd.aggregate` }
    throw new CommandError(
      9,
      "Invalid command format: the 'aggregate' field must specify a collection name or 1",
    )
  }
  const namespace = namespaceOf(call)
  return { namespace, collection: namespace.slice(call.database.length + 1) }
}

function checkFirst(first: Value | undefined, collection: string | undefined): void {
  const name = first?.document.fields[0]?.name
  if (collection === undefined && !name)
    throw new CommandError(73, '{aggregate: 1} is not valid for an empty pipeline.')
  const free = COLLECTIONLESS.includes(name ?? '')
  if (collection === undefined && !free)
    throw new CommandError(73, `{aggregate: 1} is not valid for '${name}'; a collection is required.`)
  if (collection !== undefined && free)
    throw new CommandError(73, `'${name}' can only be run with {aggregate: 1}`)
}

function batchSize(value: Value | undefined): number | undefined {
  if (!value) return undefined
  if (value.rank !== RANK.number) throw new CommandError(14, 'cursor.batchSize field must be a number')
  const size = Math.trunc(toNumber(value))
  if (size >= 0) return size
  throw new CommandError(2, 'cursor.batchSize must not be negative')
}
