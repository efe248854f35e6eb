/** Stages that change the shape of each document: which fields it has, and what it is. */
import { TYPE } from '../bson-type.ts'
import { CommandError } from '../command-error.ts'
import { describe } from '../describe.ts'
import type { Document, Value } from '../document.ts'
import { encode } from '../encode.ts'
import { splitPath } from '../field-path.ts'
import { compileProjection } from '../projection.ts'
import type { Scope } from '../scope.ts'
import { documentOf, int, object } from '../values.ts'
import { type Computed, plant, setFields } from './computed.ts'
import {
  compute,
  documentIn,
  each,
  type PipelineContext,
  type Run,
  type Stage,
  type Stages,
  typeOf,
} from './stage.ts'

const EMPTY = encode({})
const toProjection: (specification: Document, scope: Scope) => (document: Document) => Document =
  compileProjection

/** `$set` and `$addFields`. */
const addFields: Stage = (value, context, name) => {
  const { fields } = documentIn(
    value,
    40272,
    `${name} specification stage must be an object, got ${typeOf(value)}`,
  )
  const tree: Computed = new Map()
  try {
    for (const field of fields) plantNested(tree, field.name, field.value, context)
  } catch (error) {
    throw inContext(error, `Invalid ${name}`)
  }
  return each((document) => setFields(document, tree, document))
}

/** `{ a: { b: '$x' } }` sets `a.b`, unless what stands there is an operator or empty. */
function plantNested(tree: Computed, path: string, value: Value, context: PipelineContext): void {
  const { fields } = value.isDocument ? value.document : EMPTY
  if (fields.length === 0 || fields[0]!.name.startsWith('$')) {
    plant(tree, splitPath(path), compute(value, context), path)
  } else for (const field of fields) plantNested(tree, `${path}.${field.name}`, field.value, context)
}

function inContext(error: unknown, context: string): unknown {
  return error instanceof CommandError
    ? new CommandError(error.code, `${context} :: caused by :: ${error.message}`, error.extra)
    : error
}

const project: Stage = (value, context, name) => {
  const specification = documentIn(value, 15969, `${name} specification must be an object`)
  try {
    return compileProject(specification, context)
  } catch (error) {
    throw inContext(error, `Invalid ${name}`)
  }
}

/** What is computed is set after what is kept has been kept. */
function compileProject(specification: Document, context: PipelineContext): Run {
  if (specification.fields.length === 0)
    throw new CommandError(51272, 'projection specification must have at least one field')
  const kept: [string, Value][] = []
  const computed: Computed = new Map()
  const paths: Computed = new Map()
  for (const { name, value } of specification.fields) split(name, value)
  function split(path: string, value: Value): void {
    if (value.isDocument && value.document.fields[0] && !value.document.fields[0].name.startsWith('$')) {
      for (const field of value.document.fields) split(`${path}.${field.name}`, field.value)
      return
    }
    const isFlag = value.rank === int(0).rank || value.type === TYPE.bool
    if (value.isDocument && value.document.fields.length === 0) {
      throw new CommandError(
        51270,
        'An empty sub-projection is not a valid value. Found empty object at path',
      )
    }
    plant(paths, splitPath(path), () => undefined, path)
    if (isFlag) kept.push([path, value])
    else plant(computed, splitPath(path), compute(value, context), path)
  }
  if (computed.size === 0) return each(toProjection(documentOf(kept), context.scope))
  return each(withComputed(kept, computed, context))
}

function withComputed(kept: [string, Value][], computed: Computed, context: PipelineContext) {
  const nothing = kept.every(([path, value]) => path === '_id' && describe(value).match(/^(0|0\.0|false)$/))
  const all =
    kept.some(([path]) => path === '_id') || computed.has('_id') ? kept : [...kept, ['_id', int(1)] as const]
  const keep = nothing && all === kept ? () => EMPTY : toProjection(documentOf(all), context.scope)
  return (document: Document) => setFields(keep(document), computed, document)
}

const unset: Stage = (value, context, name) => {
  const names = value.isArray ? value.elements : [value]
  if (!value.isArray && value.type !== TYPE.string)
    throw new CommandError(31002, `${name} specification must be a string or an array`)
  if (names.length === 0)
    throw new CommandError(
      31119,
      `${name} specification must be a string or an array with at least one field`,
    )
  if (!names.every((item) => item.type === TYPE.string)) {
    throw new CommandError(
      31120,
      `${name} specification must be a string or an array containing only string values`,
    )
  }
  return project(object(documentOf(names.map((item) => [item.text, int(0)]))), context, name)
}

function replaceWith(value: Value, context: PipelineContext, what: string): Run {
  const make = compute(value, context)
  return each((document) => {
    const made = make(document)
    if (made?.isDocument) return made.document
    throw new CommandError(
      40228,
      `${what} must evaluate to an object, but resulting value was: ${made ? describe(made) : 'MISSING'}. Type of resulting value: '${typeOf(made)}'. Input document: ${describe(object(document))}`,
    )
  })
}

export const shape: Stages = {
  $addFields: addFields,
  $set: addFields,
  $project: project,
  $unset: unset,
  $replaceRoot(value, context, name) {
    const { fields } = documentIn(
      value,
      40229,
      `expected an object as specification for ${name} stage, got ${typeOf(value)}`,
    )
    const other = fields.find((field) => field.name !== 'newRoot')
    if (other) throw new CommandError(40415, `BSON field '${name}.${other.name}' is an unknown field.`)
    if (!fields[0]) throw new CommandError(40231, `no newRoot specified for the ${name} stage`)
    return replaceWith(fields[0].value, context, "'newRoot' expression ")
  },
  $replaceWith: (value, context) => replaceWith(value, context, "'replacement document' "),
}
