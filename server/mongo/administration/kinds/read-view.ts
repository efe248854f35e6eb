/** Reads through views: what is asked of one is turned into a pipeline, and `aggregate` does the rest. */
import { countArgument, documentArgument, fieldOf, flagArgument } from '../../arguments.ts'
import { describeDocument } from '../../bson/describe.ts'
import type { Document, Value } from '../../bson/document.ts'
import { encode, type Reply, type ReplyValue } from '../../bson/encode.ts'
import { toNumber } from '../../bson/numbers.ts'
import { documentOf, object } from '../../bson/values.ts'
import type { Call } from '../../command.ts'
import { CommandError } from '../../command-error.ts'
import { able } from '../../part.ts'
import type { Wait } from '../../wait.ts'
import type { View } from './view.ts'

/** What every reading command hands on to the aggregation. */
const HANDED_ON =
  'collation hint let allowDiskUse comment lsid maxTimeMS readConcern $readPreference $db'.split(' ')

/** Options of `find` that a pipeline hasn't got. */
const NOT_IN_PIPELINES = 'min max returnKey showRecordId noCursorTimeout allowPartialResults'.split(' ')

/** The aggregation that reads a view as a `find`, `count`, `distinct` or `aggregate` wants it. */
export function asAggregate(call: Call, view: View): Document {
  checkCollation(call, view)
  const { name, body } = call
  if (name === 'aggregate') return view.collation ? withCollation(body, view.collation) : body
  const rest = HANDED_ON.flatMap((field) => {
    const value = fieldOf(body, field)
    return value ? [[field, value] as const] : []
  })
  const made = encode({ aggregate: body.fields[0]!.value, ...PIPELINES[name]!(call) })
  const fields = [...made.fields.map((field) => [field.name, field.value] as const), ...rest]
  const whole = documentOf(fields)
  return view.collation ? withCollation(whole, view.collation) : whole
}

/** Answers a reading command from a view. */
export function readView(call: Call, view: View): Reply | Wait {
  const body = asAggregate(call, view)
  const aggregate = call.services.commands.get('aggregate')
  if (!aggregate) able(undefined, 'expressions')
  const reply = aggregate!.run({ ...call, name: 'aggregate', body })
  if (call.name !== 'count' && call.name !== 'distinct') return reply
  const [found] = encode(reply as Reply)
    .get('cursor')!
    .document.get('firstBatch')!.elements
  if (call.name === 'count') return { n: found?.document.get('n') ?? 0 }
  return { values: found?.document.get('values') ?? [] }
}

function withCollation(body: Document, collation: Document): Document {
  if (body.get('collation')) return body
  const fields = body.fields.map(({ name, value }) => [name, value] as const)
  return documentOf([...fields, ['collation', object(collation)]])
}

function checkCollation(call: Call, { collation }: View): void {
  const given = documentArgument(call, 'collation')
  if (!given) return
  const specification = able(call.services.abilities, 'collation')(given)?.specification
  const [own, wanted] = [collation, specification].map((one) => one && describeDocument(one))
  if (own !== wanted) throw new CommandError(167, "Cannot override a view's default collation")
}

const PIPELINES: Record<string, (call: Call) => Record<string, ReplyValue>> = {
  find: findPipeline,
  count(call) {
    const limit = fieldOf(call.body, 'limit')
    const pipeline = [
      ...stage('$match', documentArgument(call, 'query')),
      ...stage('$skip', countArgument(call, 'skip')),
      ...stage('$limit', limit && Math.abs(toNumber(limit))),
      { $count: 'n' },
    ]
    return { pipeline, cursor: {} }
  },
  distinct(call) {
    const path = call.body.get('key')!.text
    const steps = path.split('.').map((_, index, all) => all.slice(0, index + 1).join('.'))
    const pipeline = [
      ...stage('$match', documentArgument(call, 'query')),
      ...steps.map((step) => ({ $unwind: { path: `$${step}`, preserveNullAndEmptyArrays: true } })),
      { $group: { _id: null, values: { $addToSet: `$${path}` } } },
    ]
    return { pipeline, cursor: {} }
  },
}

function findPipeline(call: Call): Record<string, ReplyValue> {
  checkFind(call)
  const sort = documentArgument(call, 'sort')
  const natural = sort?.get('$natural')
  const batchSize = countArgument(call, 'batchSize')
  const pipeline = [
    ...stage('$match', documentArgument(call, 'filter')),
    ...stage('$sort', natural ? undefined : sort),
    ...stage('$skip', countArgument(call, 'skip')),
    ...stage('$limit', countArgument(call, 'limit')),
    ...stage('$project', documentArgument(call, 'projection')),
  ]
  const hint: Record<string, Value> = natural ? { hint: object(sort!) } : {}
  return { pipeline, cursor: batchSize === undefined ? {} : { batchSize }, ...hint }
}

function checkFind(call: Call): void {
  if (flagArgument(call, 'tailable', false)) throw unsupported('Tailable cursors are')
  const wrong = NOT_IN_PIPELINES.find((name) => {
    const value = fieldOf(call.body, name)
    return value && (value.isDocument || flagArgument(call, name, false))
  })
  if (wrong) throw unsupported(`Option ${wrong}`)
  if (flagArgument(call, 'singleBatch', false) && countArgument(call, 'limit') !== 1)
    throw unsupported('Option singleBatch')
}

function unsupported(what: string): CommandError {
  return new CommandError(168, `${what} not supported in aggregation.`)
}

/** A stage, unless it changes nothing. */
function stage(name: string, value: Document | number | undefined): Record<string, ReplyValue>[] {
  const idle = typeof value === 'number' ? value === 0 : !value?.fields.length
  return idle ? [] : [{ [name]: value! }]
}
