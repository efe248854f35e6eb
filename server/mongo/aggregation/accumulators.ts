/** Accumulators: one value out of those of many documents, or of the elements of an array. */
import { isIntegral } from '../bson/arithmetic.ts'
import { RANK } from '../bson/bson-type.ts'
import { compareValues, valueKey } from '../bson/compare.ts'
import { describe, describeField } from '../bson/describe.ts'
import type { Document, Field, Value } from '../bson/document.ts'
import { toNumber } from '../bson/numbers.ts'
import { isNullish } from '../bson/truth.ts'
import { array, int, NULL } from '../bson/values.ts'
import { CommandError, notImplemented } from '../command-error.ts'
import { compileSort } from '../query/sort.ts'
import type { Scope } from '../scope.ts'
import { mergeChecked } from './expressions/objects.ts'
import {
  failure,
  fields,
  type Operator,
  type Operators,
  operator,
  type Wording,
} from './expressions/operator.ts'
import { average, deviation, sum } from './sum.ts'

type Values = readonly (Value | undefined)[]
type Fold = (values: Values, scope: Scope) => Value

function present(values: Values): Value[] {
  return values.filter((value) => !isNullish(value)) as Value[]
}

/** The least of values, or with -1 the greatest; the first of equal ones. Null and missing don't count. */
function extreme(sign: number): Fold {
  return (values, { collation }) =>
    present(values).reduce<Value | undefined>(
      (best, value) => (best && compareValues(value, best, collation) * sign >= 0 ? best : value),
      undefined,
    ) ?? NULL
}

/** The distinct values, in the order they first came in. */
function distinct(values: Values, { collation }: Scope): Value {
  const set = new Map<string, Value>()
  for (const value of values) {
    const key = value && valueKey(value, collation)
    if (key !== undefined && !set.has(key)) set.set(key, value!)
  }
  return array([...set.values()])
}

const NUMERIC: Record<string, Fold> = {
  $sum: sum,
  $avg: average,
  $min: extreme(1),
  $max: extreme(-1),
  $stdDevPop: (values) => deviation(values, 0),
  $stdDevSamp: (values) => deviation(values, 1),
}
const FOLDS: Record<string, Fold> = {
  ...NUMERIC,
  $first: (values) => values[0] ?? NULL,
  $last: (values) => values.at(-1) ?? NULL,
  $push: (values) => array(values.filter((value) => value !== undefined)),
  $addToSet: distinct,
  $mergeObjects: (values) => mergeChecked(present(values), '$mergeObjects'),
}

/** Some of the values, at most `count`. */
const PICKS: Record<string, (values: Values, count: number, scope: Scope) => Values> = {
  $firstN: (values, count) => values.slice(0, count),
  $lastN: (values, count) => values.slice(-count),
  $minN: (values, count, scope) => sorted(values, 1, scope).slice(0, count),
  $maxN: (values, count, scope) => sorted(values, -1, scope).slice(0, count),
}

function sorted(values: Values, sign: number, { collation }: Scope): Value[] {
  return present(values).sort((a, b) => compareValues(a, b, collation) * sign)
}

function pick(name: string, values: Values, count: number, scope: Scope): Value {
  return array(PICKS[name]!(values, count, scope).map((value) => value ?? NULL))
}

function countOf(value: Value | undefined): number {
  if (value?.rank !== RANK.number || !isIntegral(value, 64)) {
    const code = value?.rank === RANK.number ? 5787903 : 5787902
    throw new CommandError(
      code,
      `Value for 'n' must be of integral type, but found ${value ? describe(value) : 'missing'}`,
    )
  }
  const count = toNumber(value)
  if (count > 0) return count
  throw new CommandError(5787908, `'n' must be greater than 0, found ${count}`)
}

const MISSING = "Missing value for '#'"
const WORDING: Wording = ['', "Unknown argument for 'n' operator: #", MISSING]

function readPick(operand: Value, name: string): Value[] {
  if (!operand.isDocument) throw notAnObject(name.startsWith('$m') ? 5787900 : 5787801, name, operand)
  return fields(operand, name, 'n input', WORDING, [0, 5787901, 5787906, 5787907]) as Value[]
}

function notAnObject(code: number, name: string, value: Value): CommandError {
  return new CommandError(
    code,
    `specification must be an object; found ${describeField({ name, value } as Field)}`,
  )
}

/** The accumulators that are expressions as well: over their operands, or over the elements of an only array. */
export const accumulatingOperators: Operators = {
  ...mapTable(NUMERIC, (fold) =>
    operator(0, Infinity, (operands, _name, { scope }) =>
      fold(operands.length === 1 && operands[0]?.isArray ? operands[0].elements : operands, scope),
    ),
  ),
  ...mapTable(
    PICKS,
    (): Operator => (operand, context, name) => {
      const [n, input] = readPick(operand, name).map((part) => context.compile(part, context))
      return (variables) => {
        const count = countOf(n!(variables))
        const list = input!(variables)
        if (!list?.isArray) throw new CommandError(5788200, 'Input must be an array')
        return pick(name, list.elements, count, context.scope)
      }
    },
  ),
}

function mapTable<From, To>(table: Record<string, From>, change: (from: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(table).map(([name, from]) => [name, change(from)]))
}

/** Computes the value of one field for the documents of a group; `id` is what they have in common. */
export type Accumulate = (documents: readonly Document[], id: Document) => Value

/** Compiles an expression on a document. */
type CompileValue = (value: Value) => (document: Document) => Value | undefined
type Accumulator = (operand: Value, compile: CompileValue, scope: Scope, name: string) => Accumulate

/** `$top` and its kin: the outputs of the documents that come first or last in an order. */
const extremes: Accumulator = (operand, compile, scope, name) => {
  const several = name.endsWith('N')
  if (!operand.isDocument) throw notAnObject(5788001, name, operand)
  const wording: Wording = ['', "Unknown argument to @ '#'", MISSING]
  const names = several ? 'n output sortBy' : 'output sortBy'
  const codes = [0, 5788002, ...(several ? [5788003] : []), 5788004, 5788005]
  const parts = fields(operand, name, names, wording, codes)
  const [output, sortBy] = parts.slice(-2)
  if (!sortBy!.isDocument) throw failure(10065, 'invalid parameter: expected an object (sortBy)', name)
  const make = compile(output!)
  const n = several && compile(parts[0]!)
  const sort = compileSort(sortBy!.document, scope)
  return (documents, id) => {
    const count = n ? countOf(n(id)) : 1
    const rows = documents.map((document) => ({ document }))
    const bottom = name.startsWith('$b') && new Set(sort([...rows].reverse()).slice(-count))
    const order = sort(rows)
    const picked = bottom ? order.filter((row) => bottom.has(row)) : order.slice(0, count)
    const values = picked.map((row) => make(row.document) ?? NULL)
    return several ? array(values) : (values[0] ?? NULL)
  }
}

/** Every accumulator that is offered, by name. */
export const accumulators: Readonly<Record<string, Accumulator>> = {
  ...mapTable(
    FOLDS,
    (fold): Accumulator =>
      (operand, compile, scope, name) => {
        if (operand.isArray) throw failure(40237, 'The @ accumulator is a unary operator', name)
        const make = compile(operand)
        return (documents) => fold(documents.map(make), scope)
      },
  ),
  ...mapTable(
    PICKS,
    (): Accumulator => (operand, compile, scope, name) => {
      const [n, input] = readPick(operand, name).map(compile)
      return (documents, id) => pick(name, documents.map(input!), countOf(n!(id)), scope)
    },
  ),
  $count(operand) {
    if (!operand.isDocument || operand.document.fields.length > 0)
      throw new CommandError(14, '$count takes no arguments, i.e. $count:{}')
    return (documents) => int(documents.length)
  },
  $top: extremes,
  $topN: extremes,
  $bottom: extremes,
  $bottomN: extremes,
}

/** Accumulators that mongod has and this server refuses. */
export const REFUSED_ACCUMULATORS: readonly string[] = ['$accumulator', '$median', '$percentile']

/** Compiles one field of `$group`: `{ total: { $sum: '$goals' } }`. Throws mongod's own errors. */
export function compileAccumulator({ name, value }: Field, compile: CompileValue, scope: Scope): Accumulate {
  if (name.includes('.')) throw new CommandError(40235, `The field name '${name}' cannot contain '.'`)
  if (name.startsWith('$'))
    throw new CommandError(40236, `The field name '${name}' cannot be an operator name`)
  if (!value.isDocument) throw new CommandError(40234, `The field '${name}' must be an accumulator object`)
  const [field, other] = value.document.fields
  if (!field || other) throw new CommandError(40238, `The field '${name}' must specify one accumulator`)
  const accumulator = Object.hasOwn(accumulators, field.name) && accumulators[field.name]
  if (accumulator) return accumulator(field.value, compile, scope, field.name)
  if (REFUSED_ACCUMULATORS.includes(field.name)) throw notImplemented(`the accumulator ${field.name}`)
  throw new CommandError(15952, `unknown group operator '${field.name}'`)
}
