/** Stages that change the shape of each document: which fields it has, and what it is. */
import { TYPE } from '../../bson/bson-type.ts'
import { describe } from '../../bson/describe.ts'
import type { Document, Value } from '../../bson/document.ts'
import { documentOf, int, object } from '../../bson/values.ts'
import { CommandError } from '../../command-error.ts'
import { compileProject, compileSet } from '../../query/projection.ts'
import { plant, type Tree } from '../../query/projection-node.ts'
import {
  compute,
  documentIn,
  each,
  type PipelineContext,
  type Run,
  type Stage,
  type Stages,
  topSetter,
  typeOf,
} from './stage.ts'

/** Puts the stage's name before what is wrong in it. What fails while constants are computed isn't wrong in itself. */
function within<Made>(name: string, make: () => Made): Made {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof CommandError) || error.message.startsWith('Failed to optimize')) throw error
    throw new CommandError(error.code, `Invalid ${name} :: caused by :: ${error.message}`, error.extra)
  }
}

/** `$set` and `$addFields`. */
const addFields: Stage = (value, context, name) => {
  const specification = documentIn(
    value,
    40272,
    `${name} specification stage must be an object, got ${typeOf(value)}`,
  )
  return within(name, () => {
    if (specification.fields.length === 0)
      throw new CommandError(40177, 'specification must have at least one field')
    const tree: Tree = new Map()
    for (const field of specification.fields) plantNested(tree, field.name, field.value, context)
    return each(setAll(tree))
  })
}

/** Where all fields are those of the document itself, its other bytes needn't be looked at. */
function setAll(tree: Tree): (document: Document) => Document {
  const computed = [...tree].flatMap(([name, node]) =>
    typeof node === 'function' ? [[topSetter(name), node] as const] : [],
  )
  if (computed.length < tree.size) return compileSet(tree)
  return (document) => computed.reduce((made, [set, make]) => set(made, make(document)), document)
}

/** `{ a: { b: '$x' } }` sets `a.b`, unless what stands there is an operator or empty. */
function plantNested(tree: Tree, path: string, value: Value, context: PipelineContext): void {
  const fields = value.isDocument ? value.document.fields : []
  if (fields.length === 0 || fields[0]!.name.startsWith('$')) {
    plant(tree, path, compute(value, context))
  } else for (const field of fields) plantNested(tree, `${path}.${field.name}`, field.value, context)
}

const project: Stage = (value, { scope }, name) => {
  const specification = documentIn(value, 15969, `${name} specification must be an object`)
  return within(name, () => {
    if (specification.fields.length === 0)
      throw new CommandError(51272, 'projection specification must have at least one field')
    return each(compileProject(specification, scope))
  })
}

const unset: Stage = (value, context, name) => {
  const fail = (code: number, what: string) =>
    new CommandError(code, `${name} specification must be a string or an array${what}`)
  const names = value.isArray ? value.elements : [value]
  if (!value.isArray && value.type !== TYPE.string) throw fail(31002, '')
  if (names.length === 0) throw fail(31119, ' with at least one field')
  if (!names.every((item) => item.type === TYPE.string)) throw fail(31120, ' containing only string values')
  return project(object(documentOf(names.map((item) => [item.text, int(0)]))), context, name)
}

function replaceWith(value: Value, context: PipelineContext, what: string): Run {
  const make = compute(value, context)
  return each((document): Document => {
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
