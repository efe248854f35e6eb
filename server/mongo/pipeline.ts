/** Compiles aggregation pipelines: each stage once, then documents flow through them one after another. */
import { CommandError, notImplemented } from './command-error.ts'
import type { Document, Value } from './document.ts'
import type { Scope } from './scope.ts'
import { select } from './stages/select.ts'
import { shape } from './stages/shape.ts'
import type { PipelineContext, Run, Stages } from './stages/stage.ts'
import { unwind } from './stages/unwind.ts'
import { object } from './values.ts'

/** Every stage that is offered, by name. */
export const stages: Stages = { ...select, ...shape, ...unwind }

/** Stages that mongod has and this server refuses. */
export const REFUSED_STAGES: readonly string[] = '$geoNear $search'.split(' ')

const UPDATE_STAGES = '$addFields $set $project $unset $replaceRoot $replaceWith'.split(' ')

/** Compiles a pipeline. Throws mongod's own errors for stages it doesn't know, or that stand in the wrong place. */
export function compilePipeline(pipeline: readonly Value[], context: PipelineContext): Run {
  const runs = pipeline.map((stage) => compileStage(stage, context))
  return (input) => runs.reduce((documents, run) => run(documents), input)
}

/** Compiles the pipeline of an update, or another that reaches nothing but the document at hand. */
export function compileUpdatePipeline(
  pipeline: readonly Value[],
  scope: Scope,
): (document: Document) => Document {
  for (const { document } of pipeline.filter((stage) => stage.isDocument)) {
    const name = document.fields[0]?.name ?? ''
    if (Object.hasOwn(stages, name) && !UPDATE_STAGES.includes(name))
      throw new CommandError(72, `${name} is not allowed to be used within an update`)
  }
  const run = compilePipeline(pipeline, { scope, compile: compilePipeline })
  return (document) => [...run([document])][0]!
}

/** Runs a pipeline over documents. */
export function runPipeline(
  pipeline: readonly Document[],
  input: Iterable<Document>,
  context: Omit<PipelineContext, 'compile'>,
): Iterable<Document> {
  return compilePipeline(pipeline.map(object), { ...context, compile: compilePipeline })(input)
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
  if (REFUSED_STAGES.includes(name)) throw notImplemented(`the stage ${name}`)
  throw new CommandError(40324, `Unrecognized pipeline stage name: '${name}'`)
}
