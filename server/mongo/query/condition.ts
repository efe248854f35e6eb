/**
 * Compiles filters and their parts: fields with values or operators, and the logic that joins them. Everything wrong
 * with a filter is found here, before the first document is looked at.
 */
import { TYPE } from '../bson/bson-type.ts'
import type { Document, Field, Value } from '../bson/document.ts'
import { type Match, visitPath } from '../bson/path.ts'
import { badValue, CommandError, notImplemented } from '../command-error.ts'
import { able, type RareOperators } from '../part.ts'
import type { Scope } from '../scope.ts'
import { type Context, documentOperators, type Filter } from './document-operators.ts'
import { equality, isOperators, LEAVES, type Leaf, matching } from './operators.ts'
import { compileRaw } from './raw-test.ts'
import { equals, type Test } from './tests.ts'

export type { Filter } from './document-operators.ts'

/** A test of one field: of one kind, or several that all have to pass. */
type Predicate = Leaf | { readonly all: readonly Predicate[]; readonly negated?: boolean }

/** Compiles a filter. Throws mongod's own errors. */
export function compileTree(filter: Document, context: Context): Filter {
  return every(
    filter.fields.filter(({ name }) => name !== '$comment').map((field) => compileField(field, context)),
  )
}

/** Compiles the condition on the field at a dotted path. Throws mongod's own error if there's no such operator. */
export function compileCondition(path: string, value: Value, scope?: Scope): Filter {
  return onPath(path, predicatesOf(path, value, { scope, nested: false }))
}

/** A test of a bare value, out of `{ $gt: 3 }` or `{ a: 1 }`, as in `$elemMatch`. Throws mongod's own errors. */
export function matchesValue(conditions: Document, scope?: Scope): (value: Value) => boolean {
  return elementTest(conditions, { scope, nested: true })
}

function elementTest(conditions: Document, context: Context): (value: Value) => boolean {
  const nested = { ...context, nested: true }
  const first = conditions.fields[0]?.name
  const rare = context.scope?.abilities?.operators?.ofDocuments ?? {}
  if (first?.startsWith('$') && !(first in LOGIC || first in rare) && !isReference(conditions)) {
    return onValue({ all: operatorsOf('', conditions, nested) })
  }
  const filter = compileTree(conditions, nested)
  return (value) => (value.isDocument || value.isArray) && filter(value.document)
}

function isReference({ fields }: Document): boolean {
  return fields.some(({ name }) => name === '$ref' || name === '$id' || name === '$db')
}

function compileField({ name, value }: Field, context: Context): Filter {
  if (!name.startsWith('$')) return onPath(name, predicatesOf(name, value, context), context.general)
  const compile = own(LOGIC, name) ?? own(rareOf(context).ofDocuments, name)
  if (compile) return compile(name, value, context)
  throw badValue(
    `unknown top level operator: ${name}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
  )
}

function predicatesOf(path: string, value: Value, context: Context): readonly Predicate[] {
  if (isOperators(value)) return operatorsOf(path, value.document, context)
  return [value.type === TYPE.regex ? matching(value, context.scope) : equality(value, context.scope)]
}

function operatorsOf(path: string, siblings: Document, context: Context): Predicate[] {
  if (['$near', '$nearSphere', '$geoNear'].includes(siblings.fields[0]?.name ?? '')) throw noGeoIndex()
  return siblings.fields.flatMap(({ name, value }) => {
    const structure = own(STRUCTURES, name)
    if (structure) return structure(path, value, context)
    const leaf = own(LEAVES, name) ?? own(rareOf(context).ofFields, name)
    if (leaf) return leaf({ name, value, path, siblings, scope: context.scope }) ?? []
    if (name === '$where') throw badValue('$where cannot be applied to a field')
    throw badValue(`unknown operator: ${name}`)
  })
}

/** Operators of a field that contain further conditions, and those that are refused. */
export const STRUCTURES: Record<string, (path: string, value: Value, context: Context) => Predicate> = {
  $not: compileNot,
  $elemMatch: compileElements,
  $all: compileAll,
  $geoWithin: refuseGeo,
  $geoIntersects: refuseGeo,
  $within: refuseGeo,
}

function compileNot(path: string, value: Value, context: Context): Predicate {
  if (value.type === TYPE.regex) return { all: [matching(value, context.scope)], negated: true }
  if (!value.isDocument) throw badValue('$not needs a regex or a document')
  if (value.document.fields.length === 0) throw badValue('$not cannot be empty')
  return { all: operatorsOf(path, value.document, context), negated: true }
}

function compileElements(_path: string, value: Value, context: Context): Predicate {
  if (!value.isDocument) throw badValue('$elemMatch needs an Object')
  return { test: () => false, whole: true, element: elementTest(value.document, context) }
}

function compileAll(path: string, value: Value, context: Context): Predicate {
  if (!value.isArray) throw badValue('$all needs an array')
  const { elements } = value
  if (elements.length === 0) return { test: () => false }
  const inner = elements.map((element) => (element.isDocument ? element.document.fields[0] : undefined))
  if (inner[0]?.name === '$elemMatch') {
    return {
      all: inner.map((field) => {
        if (field?.name !== '$elemMatch') throw badValue('$all/$elemMatch has to be consistent')
        return compileElements(path, field.value, context)
      }),
    }
  }
  if (inner.some((field) => field && isOperator(field.name, context)))
    throw badValue('no $ expressions in $all')
  return {
    all: elements.map((element) =>
      element.type === TYPE.regex
        ? matching(element, context.scope)
        : { test: equals(element, context.scope?.collation) },
    ),
  }
}

function isOperator(name: string, context: Context): boolean {
  if (!name.startsWith('$')) return false
  return name in LEAVES || (name in STRUCTURES ? name !== '$not' : name in rareOf(context).ofFields)
}

function rareOf({ scope }: Context): RareOperators {
  return able(scope?.abilities, 'operators')
}

function own<Found>(table: Readonly<Record<string, Found>>, name: string): Found | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}

function refuseGeo(): never {
  throw notImplemented('a geospatial condition')
}

function noGeoIndex(): CommandError {
  return new CommandError(
    291,
    'error processing query: planner returned error :: caused by :: unable to find index for $geoNear query',
  )
}

/** What can stand where a field name could stand. */
export const LOGIC: Record<string, (operator: string, value: Value, context: Context) => Filter> = {
  ...documentOperators,
  $and: (operator, value, context) => every(branches(operator, value, context)),
  $or: (operator, value, context) => {
    const tests = branches(operator, value, context)
    return (document, match) => {
      for (const test of tests) if (test(document, match)) return true
      return false
    }
  },
  $nor: (operator, value, context) => {
    const tests = branches(operator, value, context)
    return every(tests.map((test) => negate(test, true)))
  },
  $ref: reference,
  $id: reference,
  $db: reference,
}

function branches(operator: string, value: Value, context: Context): Filter[] {
  if (!value.isArray) throw badValue(`${operator} must be an array`)
  const { elements } = value
  if (elements.length === 0) throw badValue('$and/$or/$nor must be a nonempty array')
  return elements.map((element) => {
    if (!element.isDocument) throw badValue('$or/$and/$nor entries need to be full objects')
    return compileTree(element.document, context)
  })
}

function reference(operator: string, value: Value, { scope }: Context): Filter {
  return onPath(operator, [{ test: equals(value, operator === '$id' ? scope?.collation : undefined) }])
}

function every(tests: readonly Filter[]): Filter {
  if (tests.length === 0) return () => true
  if (tests.length === 1) return tests[0]!
  return (document, match) => {
    for (const test of tests) if (!test(document, match)) return false
    return true
  }
}

function onPath(path: string, predicates: readonly Predicate[], onlyGeneral = false): Filter {
  const steps = path.split('.')
  const general = every(predicates.map((predicate) => walk(steps, predicate)))
  return (!onlyGeneral && compileRaw(steps, predicates, general)) || general
}

function walk(steps: readonly string[], predicate: Predicate): Filter {
  if ('all' in predicate) {
    return negate(every(predicate.all.map((part) => walk(steps, part))), predicate.negated)
  }
  const { test, whole, element } = predicate
  return negate(
    (document, match) =>
      visitPath(document, steps, element ? (value) => hasElement(value, element, match) : test, match, whole),
    predicate.negated,
  )
}

/** The position is that of the outermost array; this one counts where the path leads through no other. */
function hasElement(
  value: Value | undefined,
  test: (element: Value) => boolean,
  match: Match | undefined,
): boolean {
  const index = value?.isArray ? value.elements.findIndex(test) : -1
  if (index >= 0 && match) match.position = index
  return index >= 0
}

function negate(filter: Filter, negated: boolean | undefined): Filter {
  return negated ? (document) => !filter(document) : filter
}

function onValue(predicate: Predicate): Test {
  const { negated = false } = predicate
  if ('all' in predicate) {
    const tests = predicate.all.map(onValue)
    return (value) => tests.every((test) => test(value)) !== negated
  }
  const { element } = predicate
  const test: Test = element ? (value) => hasElement(value, element, undefined) : predicate.test
  return negated ? (value) => !test(value) : test
}
