/** `aggregate`: documents through a pipeline of stages, answered in batches. */

import {
  documentArgument,
  flagArgument,
  hintArgument,
  namespaceOf,
  scopeOf,
  valuesArgument,
} from '../../arguments.ts'
import { RANK } from '../../bson/bson-type.ts'
import type { Value } from '../../bson/document.ts'
import type { Reply } from '../../bson/encode.ts'
import { toNumber } from '../../bson/numbers.ts'
import { documentOf, object, text } from '../../bson/values.ts'
import type { Call, Command, Explained } from '../../command.ts'
import { CommandError, notImplemented } from '../../command-error.ts'
import { cursorReply } from '../../cursor-reply.ts'
import { planQuery } from '../../plan/planner.ts'
import type { Wait } from '../../wait.ts'
import { aggregateWorld } from '../aggregate-world.ts'
import { beginOf, compilePipeline, compileSource } from '../pipeline.ts'

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
  explain,
} satisfies Command

function aggregate(call: Call): Reply | Wait {
  if (flagArgument(call, 'explain', false)) return explained(call)
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
  checkFirst(pipeline[0], collection, namespace)
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

function checkFirst(first: Value | undefined, collection: string | undefined, namespace: string): void {
  const name = first?.document.fields[0]?.name
  if (collection === undefined && !name)
    throw new CommandError(73, '{aggregate: 1} is not valid for an empty pipeline.')
  if (name === '$listSessions' && namespace !== 'config.system.sessions')
    throw new CommandError(73, '$listSessions may only be run against config.system.sessions')
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

/** As the command `explain` does it, if there is one. */
function explained(call: Call): Reply | Wait {
  const command = call.services.commands.get('explain')
  if (!command) throw notImplemented('explain')
  const body = documentOf([
    ['explain', object(call.body)],
    ['verbosity', text('queryPlanner')],
  ])
  return command.run({ ...call, name: 'explain', body })
}

/** The beginning of a pipeline that is a query is explained as one; the stages after it are listed. */
function explain(call: Call): Explained {
  const namespace = namespaceOf(call)
  const pipeline = valuesArgument(call, 'pipeline')
  const { rest, filter, ...cut } = beginOf(pipeline)
  const query = { filter, ...cut, scope: scopeOf(call), hint: hintArgument(call) }
  compilePipeline(rest, {
    scope: query.scope,
    compile: compilePipeline,
    compileSource,
    world: aggregateWorld(call),
  })
  const stage = planQuery(call.services.store.find(namespace), query)
  return { namespace, query, stage, after: rest.map((value) => value.document) }
}
