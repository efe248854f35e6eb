/** `aggregate`: documents through a pipeline of stages, answered in batches. */
import { documentArgument, namespaceOf, scopeOf, valuesArgument } from '../arguments.ts'
import { RANK } from '../bson-type.ts'
import type { Call, Command } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { cursorReply } from '../cursor-reply.ts'
import { encode, type Reply } from '../encode.ts'
import { toNumber } from '../numbers.ts'
import { runPipeline } from '../pipeline.ts'
import { scan } from '../selection.ts'

const EMPTY = encode({})

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
  const scope = scopeOf(call)
  const pipeline = valuesArgument(call, 'pipeline')
  const cursor = documentArgument(call, 'cursor')
  if (!cursor)
    throw new CommandError(
      9,
      "The 'cursor' option is required, except for aggregate with the explain argument",
    )
  const size = cursor.get('batchSize')
  const namespace = namespaceOf(call)
  const collection = call.services.store.find(namespace)
  const input = Array.from(scan(collection, { filter: EMPTY, scope }), (record) => record.document)
  const output = runPipeline(
    pipeline.map((stage) => stage.document),
    input,
    { scope },
  )
  return cursorReply(call, output, {
    namespace,
    batchSize: size?.rank === RANK.number ? toNumber(size) : undefined,
  })
}
