/** Reads what a `find` asks. */
import { countArgument, documentArgument, hintArgument, scopeOf } from '../arguments.ts'
import { RANK, TYPE } from '../bson/bson-type.ts'
import type { Document } from '../bson/document.ts'
import { toNumber } from '../bson/numbers.ts'
import { documentOf } from '../bson/values.ts'
import type { Call } from '../command.ts'
import type { Query } from '../query/query.ts'
import type { Collection } from '../storage/collection.ts'
import { passing, type Stage } from './plan-stage.ts'
import { planQuery } from './planner.ts'

const EMPTY = documentOf([])

/** The query of a `find`. */
export function findQuery(call: Call): Query {
  return {
    filter: documentArgument(call, 'filter') ?? EMPTY,
    scope: scopeOf(call),
    sort: documentArgument(call, 'sort'),
    skip: countArgument(call, 'skip'),
    limit: countArgument(call, 'limit'),
    hint: hintArgument(call),
    min: documentArgument(call, 'min'),
    max: documentArgument(call, 'max'),
    covered: coveredBy(documentArgument(call, 'projection') ?? EMPTY),
  }
}

/** The steps of a `find`, with one for its projection. */
export function findStage(call: Call, collection: Collection | undefined, query: Query): Stage {
  const stage = planQuery(collection, query)
  const projection = documentArgument(call, 'projection')
  if (!projection || projection.fields.length === 0 || stage.name === 'EOF') return stage
  const name = reads(stage) ? (isSimple(projection) ? 'SIMPLE' : 'DEFAULT') : 'COVERED'
  const project = (input: Stage) => passing(`PROJECTION_${name}`, () => ({ transformBy: projection }), input)
  return stage.name === 'LIMIT' ? stage.over(project(stage.inputs[0]!)) : project(stage)
}

/** The fields that a projection needs, if it says which: names that are 1 or true, and nothing else. */
function coveredBy({ fields }: Document): string[] | undefined {
  const included = fields.filter(({ value }) => isOne(value))
  const hasId = !fields.some(({ name, value }) => name === '_id' && !isOne(value))
  const others = fields.filter(({ name, value }) => !isOne(value) && name !== '_id')
  if (included.length === 0 || others.length > 0) return undefined
  return [...new Set([...included.map(({ name }) => name), ...(hasId ? ['_id'] : [])])]
}

function isOne(value: Document['fields'][number]['value']): boolean {
  if (value.type === TYPE.bool) return value.boolean
  return value.rank === RANK.number && toNumber(value) !== 0
}

function isSimple({ fields }: Document): boolean {
  return fields.every(
    ({ name, value }) => !name.includes('.') && (value.rank === RANK.number || value.type === TYPE.bool),
  )
}

/** Some step looks at documents. */
function reads({ name, inputs }: Stage): boolean {
  return /FETCH|COLLSCAN|IDHACK/.test(name) || inputs.some(reads)
}
