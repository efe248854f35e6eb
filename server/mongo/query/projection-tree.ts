/** Reads a projection: which paths stay or go, what is computed, and what is cut out of arrays afterwards. */

import { RANK, TYPE, typeName } from '../bson/bson-type.ts'
import { describeDocument, describeField } from '../bson/describe.ts'
import type { Document, Field, Value } from '../bson/document.ts'
import { splitPath } from '../bson/field-path.ts'
import type { Match } from '../bson/path.ts'
import { isTrue } from '../bson/truth.ts'
import { array, documentOf, object } from '../bson/values.ts'
import { CommandError } from '../command-error.ts'
import { able } from '../part.ts'
import type { Scope } from '../scope.ts'
import { compileCondition, type Filter } from './condition.ts'
import { type Cut, readSlice } from './projection-cut.ts'
import { type Compute, isFree, plant, type Tree } from './projection-node.ts'

/** A projection that was read. */
export interface Parsed {
  readonly tree: Tree
  /** What isn't named stays out. */
  readonly including: boolean
  readonly cuts: readonly Cut[]
}

interface Context {
  readonly scope: Scope
  /** The filter of the query, for the positional operator; undefined in a pipeline, which has no such operators. */
  readonly query: Document | undefined
  readonly tree: Tree
  readonly cuts: Cut[]
  including: boolean | undefined
  elemMatch: boolean
  id: boolean | undefined
}

/** Reads a projection of `find`, or without `query` one of `$project`. Throws mongod's own errors. */
export function parseProjection(specification: Document, scope: Scope, query?: Document): Parsed {
  const tree: Tree = new Map()
  const context: Context = {
    scope,
    query,
    tree,
    cuts: [],
    including: undefined,
    elemMatch: false,
    id: undefined,
  }
  for (const field of specification.fields) parseField(context, field, tree, '')
  const including = context.including ?? includesByDefault(context)
  const named = specification.fields.some(({ name }) => /^_id(\.|$)/.test(name))
  if (including && !named) tree.set('_id', true)
  if (!including && context.id) tree.delete('_id')
  for (const { steps } of context.cuts)
    if (including && isFree(tree, steps)) plant(tree, steps.join('.'), true)
  return { tree, including, cuts: context.cuts }
}

/** Where only `_id` and arrays are named, `$slice` keeps the rest and `$elemMatch` doesn't. */
function includesByDefault({ cuts, elemMatch, id }: Context): boolean {
  return cuts.length > 0 ? id === true : elemMatch || id === true
}

function parseField(context: Context, field: Field, tree: Tree, parent: string): void {
  const { name, value } = field
  const positional = context.query !== undefined && /\.\$(?:\.|$)|^\$$/.test(name)
  if (value.isDocument) {
    if (positional) {
      throw new CommandError(31271, 'positional projection cannot be used with an expression or sub object')
    }
    parseObject(context, field, tree, parent)
  } else if (value.rank === RANK.number || value.type === TYPE.bool) {
    if (!isTrue(value)) parseExclusion(context, name, tree)
    else if (positional) parsePositional(context, name, parent)
    else parseInclusion(context, name, tree)
  } else {
    if (positional) throw new CommandError(31308, 'positional projection cannot be used with a literal')
    plant(tree, name, compileValue(context, value))
    if (context.including === false) {
      throw new CommandError(
        31310,
        `Cannot use an expression ${describeField(field)} in an exclusion projection`,
      )
    }
    context.including = true
  }
}

function parseInclusion(context: Context, name: string, tree: Tree): void {
  plant(tree, name, true)
  if (name === '_id' && tree === context.tree) context.id = true
  else include(context, name)
}

function include(context: Context, name: string): void {
  if (context.including === false) {
    throw new CommandError(31253, `Cannot do inclusion on field ${name} in exclusion projection`)
  }
  context.including = true
}

function parseExclusion(context: Context, name: string, tree: Tree): void {
  plant(tree, name, false)
  if (name === '_id' && tree === context.tree) {
    context.id = false
    return
  }
  if (context.including) {
    throw new CommandError(31254, `Cannot do exclusion on field ${name} in inclusion projection`)
  }
  context.including = false
}

function parsePositional(context: Context, name: string, parent: string): void {
  if (context.cuts.some((cut) => cut.positional)) {
    throw new CommandError(31276, 'Cannot specify more than one positional projection per query.')
  }
  if (context.elemMatch) throw new CommandError(31256, 'Cannot specify positional operator and $elemMatch.')
  const path = parent + name
  if (!names(context.query!, path.split('.')[0]!)) {
    throw new CommandError(31277, `Positional projection '${name}' does not match the query document.`)
  }
  if (name.endsWith('.$.')) throw new CommandError(31270, "Path cannot end with '.$.'")
  const at = path.search(/\.\$(?:\.|$)/)
  if (/^\$$|\.\$(?:\.|$)|^\.\$$/.test(path.slice(at + 3))) {
    throw new CommandError(31287, `Cannot use positional operator twice: ${name}`)
  }
  const steps = splitPath(path.slice(0, at))
  if (!isFree(context.tree, steps)) plant(context.tree, steps.join('.'), true)
  context.cuts.push({ steps, positional: true })
  include(context, name)
}

/** Whether a filter has a condition on a field or on something in it. */
function names(query: Document, field: string): boolean {
  return query.fields.some(({ name, value }) => {
    if (!name.startsWith('$') || !value.isArray) return name.split('.')[0] === field
    return value.elements.some((element) => element.isDocument && names(element.document, field))
  })
}

function parseObject(context: Context, { name, value }: Field, tree: Tree, parent: string): void {
  const { document } = value
  const { fields } = document
  if (fields.length === 0) {
    throw new CommandError(51270, 'An empty sub-projection is not a valid value. Found empty object at path')
  }
  if (fields.length === 1 && fields[0]!.name.startsWith('$')) {
    parseExpression(context, name, document, tree, parent)
    return
  }
  const branch: Tree = new Map()
  plant(tree, name, branch)
  for (const field of fields) parseField(context, field, branch, `${parent}${name}.`)
}

function parseExpression(
  context: Context,
  name: string,
  document: Document,
  tree: Tree,
  parent: string,
): void {
  const [operator] = document.fields
  if (context.query && operator!.name === '$slice') {
    parseSlice(context, name, document, tree, parent)
  } else if (context.query && operator!.name === '$elemMatch') {
    const compute = compileElemMatch(context, name, operator!.value, parent)
    plant(tree, name, compute)
    context.elemMatch = true
  } else {
    if (context.including === false) {
      throw new CommandError(31252, 'Cannot use expression other than $meta in exclusion projection')
    }
    if (operator!.name === '$meta') throw able(context.scope.abilities, 'metaProjection')(operator!)
    if (!able(context.scope.abilities, 'expressions').isOperator(operator!.name)) {
      throw new CommandError(31325, `Unknown expression ${operator!.name}`)
    }
    plant(tree, name, compileValue(context, object(document)))
    context.including = true
  }
}

function compileValue({ scope, query }: Context, value: Value): Compute {
  return able(scope.abilities, 'expressions').compile(value, scope, query ? 'expression' : 'pipeline')
}

/** `$slice` as find has it, or else as the expression of that name. */
function parseSlice(context: Context, name: string, document: Document, tree: Tree, parent: string): void {
  let cut: Omit<Cut, 'steps'>
  try {
    cut = readSlice(document.fields[0]!.value)
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    plant(tree, name, asExpression(context, document, error))
    include(context, name)
    return
  }
  const steps = splitPath(parent + name)
  if (!isFree(context.tree, steps)) throw new CommandError(31250, `Path collision at ${name}`)
  context.cuts.push({ ...cut, steps })
}

function asExpression({ scope }: Context, document: Document, first: CommandError): Compute {
  try {
    return able(scope.abilities, 'expressions').compile(object(document), scope)
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    throw new CommandError(
      error.code,
      `Invalid $slice syntax. The given syntax ${describeDocument(document)} did not match the find() syntax because :: Location${first.code}: ${first.message} :: The given syntax did not match the expression $slice syntax. :: caused by :: ${error.message}`,
    )
  }
}

function compileElemMatch(context: Context, name: string, value: Value, parent: string): Compute {
  if (!value.isDocument) {
    throw new CommandError(
      31274,
      `elemMatch: Invalid argument, object required, but got ${typeName(value.type)}`,
    )
  }
  if (context.cuts.some((cut) => cut.positional)) {
    throw new CommandError(31255, 'Cannot specify positional operator and $elemMatch.')
  }
  if (parent !== '' || name.includes('.')) {
    throw new CommandError(31275, 'Cannot use $elemMatch projection on a nested field.')
  }
  const condition = object(documentOf([['$elemMatch', value]]))
  const filter: Filter = compileCondition(name, condition, context.scope)
  return (document) => {
    const match: Match = {}
    const found = filter(document, match) ? document.get(name)?.elements[match.position!] : undefined
    return found && array([found])
  }
}
