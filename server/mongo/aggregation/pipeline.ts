/** Compiles aggregation pipelines: each stage once, then documents flow through them one after another. */

import type { Document, Value } from '../bson/document.ts'
import { array, documentOf, object } from '../bson/values.ts'
import { CommandError, notImplemented } from '../command-error.ts'
import type { Scope } from '../scope.ts'
import { buckets } from './stages/bucket.ts'
import { graphs } from './stages/graph.ts'
import { group } from './stages/group.ts'
import { joins } from './stages/join.ts'
import { redact } from './stages/redact.ts'
import { select } from './stages/select.ts'
import { shape } from './stages/shape.ts'
import { sources } from './stages/sources.ts'
import type { PipelineContext, Run, Stages } from './stages/stage.ts'
import { unwind } from './stages/unwind.ts'
import { windows } from './stages/window.ts'
import { writes } from './stages/write.ts'

/** Every stage that is offered, by name. */
export const stages: Stages = {
  ...select,
  ...shape,
  ...unwind,
  ...windows,
  ...group,
  ...buckets,
  ...joins,
  ...graphs,
  ...redact,
  ...writes,
  ...sources,
}

/** Stages that mongod has and this server refuses. */
export const REFUSED_STAGES: readonly string[] =
  '$geoNear $search $searchMeta $vectorSearch $listSearchIndexes $densify $fill $planCacheStats'.split(' ')

const UPDATE_STAGES = '$addFields $set $project $unset $replaceRoot $replaceWith'.split(' ')
const FIRST = Object.keys(sources)
const LAST = Object.keys(writes)
const NOT_IN_FACET = [...FIRST, ...LAST, '$facet']

/** Where a stage isn't allowed, by the stage around it. */
const PLACES: Record<string, [code: number, isWrong: (name: string) => boolean, where: string]> = {
  $facet: [40600, (name) => NOT_IN_FACET.includes(name), 'to be used within a $facet stage'],
  $lookup: [51047, (name) => LAST.includes(name), "within a $lookup's sub-pipeline"],
  $unionWith: [31441, (name) => LAST.includes(name), "within a $unionWith's sub-pipeline"],
  update: [72, (name) => !UPDATE_STAGES.includes(name), 'to be used within an update'],
  $merge: [72, (name) => !UPDATE_STAGES.includes(name), 'to be used within an update'],
}

/** Compiles a pipeline. Throws mongod's own errors for stages it doesn't know, or that stand in the wrong place. */
export function compilePipeline(pipeline: readonly Value[], context: PipelineContext): Run {
  const runs = pipeline.map((stage) => compileStage(stage, context))
  for (const [index, stage] of pipeline.entries()) {
    const name = stage.document.fields[0]!.name
    checkPlace(name, context.inside ?? '')
    if (index > 0 && FIRST.includes(name))
      throw new CommandError(40602, `${name} is only valid as the first stage in a pipeline.`)
    if (index < pipeline.length - 1 && LAST.includes(name))
      throw new CommandError(40601, `${name} can only be the final stage in the pipeline`)
  }
  return (input) => runs.reduce((documents, run) => run(documents), input)
}

function checkPlace(name: string, inside: string): void {
  const place = PLACES[inside]
  if (place?.[1](name)) throw new CommandError(place[0], `${name} is not allowed ${place[2]}`)
}

function compileStage(value: Value, context: PipelineContext): Run {
  if (!value.isDocument) throw new CommandError(14, "Each element of the 'pipeline' array must be an object")
  const [field, other] = value.document.fields
  if (!field || other) {
    throw new CommandError(40323, 'A pipeline stage specification object must contain exactly one field.')
  }
  const { name } = field
  const stage = Object.hasOwn(stages, name) && stages[name]
  if (stage) return stage(field.value, context, name)
  if (name === '$changeStream')
    throw new CommandError(40573, 'The $changeStream stage is only supported on replica sets')
  if (REFUSED_STAGES.includes(name)) throw notImplemented(`the stage ${name}`)
  throw new CommandError(40324, `Unrecognized pipeline stage name: '${name}'`)
}

/** What a pipeline begins with and a collection can answer by its indexes, and the stages after that. */
interface Begin {
  filter: Document
  sort?: Document
  limit?: number
  rest: readonly Value[]
}

/** The leading `$match` stages and a `$sort` after them. */
export function beginOf(pipeline: readonly Value[], ...filters: Document[]): Begin {
  let at = 0
  const next = (name: string) => {
    const value = pipeline[at]?.document.get(name)
    if (value) at++
    return value?.document
  }
  for (let filter = next('$match'); filter; filter = next('$match')) filters.push(filter)
  const sort = next('$sort')
  const filter =
    filters.length > 1 ? documentOf([['$and', array(filters.map(object))]]) : (filters[0] ?? documentOf([]))
  return { filter, ...(sort ? { sort } : {}), rest: pipeline.slice(at) }
}

/** Compiles a pipeline over a collection, a view, or nothing; what it returns takes a further filter. */
export function compileSource(
  given: readonly Value[],
  context: PipelineContext,
  name: string | undefined,
): (filter?: Document) => Iterable<Document> {
  const view = name === undefined ? undefined : context.world?.view(name)
  if (!view) return compileRead(given, context, name)
  // A filter is about what the view gives, so it can't come before the view's own stages.
  const all = compileRead([...view.pipeline, ...given], context, view.on)
  if (given.length === 0 && view.pipeline.length === 0) return all
  return (filter) =>
    filter ? compileRead([...view.pipeline, matchStage(filter), ...given], context, view.on)() : all()
}

function compileRead(
  pipeline: readonly Value[],
  context: PipelineContext,
  collection: string | undefined,
): (filter?: Document) => Iterable<Document> {
  const whole = compilePipeline(pipeline, context)
  const own = FIRST.includes(pipeline[0]?.document.fields[0]?.name ?? '')
  if (own) {
    const [first, ...others] = pipeline
    const start = compilePipeline([first!], context)
    return (filter) =>
      filter ? compilePipeline([matchStage(filter), ...others], context)(start([])) : whole([])
  }
  const rest = compilePipeline(beginOf(pipeline).rest, context)
  return (filter) => {
    const begin = beginOf(pipeline, ...(filter ? [filter] : []))
    return collection === undefined ? [] : rest(context.world!.read(collection, begin, context.scope))
  }
}

function matchStage(filter: Document): Value {
  return object(documentOf([['$match', object(filter)]]))
}

/** Compiles the pipeline of an update. */
export function compileUpdatePipeline(
  pipeline: readonly Value[],
  scope: Scope,
): (document: Document) => Document {
  const run = compilePipeline(pipeline, { scope, inside: 'update', compile: compilePipeline, compileSource })
  return (document) => [...run([document])][0]!
}
