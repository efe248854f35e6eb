/** Stages that bring in documents of other collections, and one that runs several pipelines over the same ones. */
import { TYPE } from '../../bson/bson-type.ts'
import { describe, describeField } from '../../bson/describe.ts'
import type { Document, Field, Value } from '../../bson/document.ts'
import { encode } from '../../bson/encode.ts'
import { checkName, splitPath } from '../../bson/field-path.ts'
import { visitPath } from '../../bson/path.ts'
import { array, documentOf, EMPTY, NULL, object } from '../../bson/values.ts'
import { CommandError } from '../../command-error.ts'
import type { Scope } from '../../scope.ts'
import { BINDING, checkVariable } from '../expressions/variables.ts'
import {
  type Compute,
  compileSetter,
  compute,
  documentIn,
  type PipelineContext,
  type Run,
  type Stages,
  typeOf,
} from './stage.ts'

function unparsed(message: string): CommandError {
  return new CommandError(9, message)
}

function pipelineOf(value: Value): Value[] {
  if (!value.isArray) throw new CommandError(14, "'pipeline' option must be specified as an array")
  return value.elements
}

/** Variables that hold other values for each document that a pipeline inside is run for. */
function rebound(scope: Scope, bindings: readonly { name: string; make: Compute }[]) {
  const variables = new Map(scope.variables)
  for (const { name } of bindings) variables.set(name, NULL)
  return {
    scope: { ...scope, variables },
    bind(document: Document) {
      for (const [name, value] of scope.variables) variables.set(name, value)
      const made = bindings.map(({ name, make }) => [name, make(document)] as const)
      for (const [name, value] of made) {
        if (value) variables.set(name, value)
        else variables.delete(name)
      }
    },
  }
}

const LOOKUP_TEXTS = ['as', 'localField', 'foreignField']

function checkLookup({ name, value }: Field): void {
  if (name === 'pipeline') return
  if (name === 'let' && !value.isDocument)
    throw unparsed(
      `$lookup argument '${describeField({ name, value } as Field)}' must be an object, is type ${typeOf(value)}`,
    )
  if (name === 'let') return
  if (name === 'from' && value.type !== TYPE.string)
    throw unparsed(`$lookup 'from' field must be a string, but found ${typeOf(value)}`)
  if (value.type !== TYPE.string)
    throw unparsed(
      `$lookup argument '${name}' must be a string, found ${describeField({ name, value } as Field)}: ${typeOf(value)}`,
    )
  if (name !== 'from' && !LOOKUP_TEXTS.includes(name)) throw unparsed(`unknown argument to $lookup: ${name}`)
}

function lookup(value: Value, context: PipelineContext): Run {
  const document = documentIn(
    value,
    9,
    `the $lookup stage specification must be an object, but found ${typeOf(value)}`,
  )
  document.fields.forEach(checkLookup)
  const texts = ['from', ...LOOKUP_TEXTS].map((name) => document.get(name)?.text)
  const [from, as, local, foreign] = texts
  const pipeline = document.get('pipeline')
  const stages = pipeline ? pipelineOf(pipeline) : []
  if (from === undefined) checkCollectionless(pipeline, stages)
  if (!as) throw unparsed("must specify 'as' field for a $lookup")
  if (pipeline && !local !== !foreign)
    throw unparsed("$lookup requires both or neither of 'localField' and 'foreignField' to be specified")
  if (!pipeline && !(local && foreign))
    throw unparsed(
      "$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified",
    )
  const variables = document.get('let')?.document
  if (!pipeline && variables) throw unparsed("$lookup with a 'let' argument must also specify 'pipeline'")
  const set = compileSetter(as)
  const find = finder({ from, local, foreign, stages, variables }, context)
  return function* (input) {
    for (const outer of input) yield set(outer, array([...find(outer)].map(object)))
  }
}

function checkCollectionless(pipeline: Value | undefined, [first]: Value[]): void {
  if (!pipeline) throw unparsed("must specify 'pipeline' when 'from' is empty")
  if (!first?.isDocument || !first.document.get('$documents'))
    throw unparsed(
      '$lookup stage without explicit collection must have a pipeline with $documents as first stage',
    )
}

interface Lookup {
  from: string | undefined
  local: string | undefined
  foreign: string | undefined
  stages: Value[]
  variables: Document | undefined
}

function finder({ from, local, foreign, stages, variables }: Lookup, context: PipelineContext) {
  const bindings = (variables?.fields ?? []).map(({ name, value }) => {
    checkVariable(name, BINDING)
    return { name, make: compute(value, context) }
  })
  const { scope, bind } = rebound(context.scope, bindings)
  const run = context.compileSource(stages, { ...context, scope, inside: '$lookup' }, from)
  const path = local ? splitPath(local) : []
  return (outer: Document): Iterable<Document> => {
    bind(outer)
    return run(foreign ? matching(outer, path, foreign) : undefined)
  }
}

/** The filter for documents whose field equals one of the values at a path; nothing there counts as null. */
function matching(document: Document, path: string[], field: string): Document {
  const values: Value[] = []
  visitPath(document, path, (value) => {
    if (!value?.isArray) values.push(value ?? NULL)
    return false
  })
  const literal = values.map((value) => object(documentOf([[field, object(documentOf([['$eq', value]]))]])))
  return literal.length === 0 ? encode({ $alwaysFalse: 1 }) : documentOf([['$or', array(literal)]])
}

function facet(value: Value, context: PipelineContext): Run {
  if (!value.isDocument || value.document.fields.length === 0) {
    throw new CommandError(
      40169,
      `the $facet specification must be a non-empty object, but found: ${describeField({ name: '$facet', value } as Field)}`,
    )
  }
  const runs = value.document.fields.map((field) => {
    checkName(field.name)
    if (!field.value.isArray)
      throw new CommandError(
        40170,
        `arguments to $facet must be arrays, ${field.name} is type ${typeOf(field.value)}`,
      )
    for (const stage of field.value.elements) {
      if (!stage.isDocument)
        throw new CommandError(
          40171,
          `elements of arrays in $facet spec must be non-empty objects, ${field.name} argument contained an element of type ${typeOf(stage)}: ${describe(stage)}`,
        )
    }
    return [field.name, context.compile(field.value.elements, { ...context, inside: '$facet' })] as const
  })
  return function* (input) {
    const documents = [...input]
    yield documentOf(runs.map(([name, run]) => [name, array([...run(documents)].map(object))]))
  }
}

function unionWith(value: Value, context: PipelineContext): Run {
  if (value.type !== TYPE.string && !value.isDocument) {
    throw unparsed(
      `the $unionWith stage specification must be an object or string, but found ${typeOf(value)}`,
    )
  }
  const { fields } = value.isDocument ? value.document : EMPTY
  const other = fields.find(({ name }) => name !== 'coll' && name !== 'pipeline')
  if (other) throw new CommandError(40415, `BSON field '$unionWith.${other.name}' is an unknown field.`)
  const collection = value.isDocument ? value.document.get('coll')?.text : value.text
  const pipeline = value.isDocument ? value.document.get('pipeline') : undefined
  const run = context.compileSource(
    pipeline ? pipelineOf(pipeline) : [],
    { ...context, inside: '$unionWith' },
    collection,
  )
  return function* (input) {
    yield* input
    yield* run()
  }
}

export const joins: Stages = {
  $lookup: lookup,
  $facet: facet,
  $unionWith: unionWith,
}
