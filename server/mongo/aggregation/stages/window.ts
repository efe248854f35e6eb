/** `$setWindowFields`: what is computed for each document from those around it. */

import { RANK, TYPE } from '../../bson/bson-type.ts'
import { compareValues, valueKey } from '../../bson/compare.ts'
import type { Document, Field, Value } from '../../bson/document.ts'
import { toNumber } from '../../bson/numbers.ts'
import { documentOf, EMPTY, int, NULL, object, text } from '../../bson/values.ts'
import { CommandError, notImplemented } from '../../command-error.ts'
import { compileSort } from '../../query/sort.ts'
import { accumulators, compileAccumulator } from '../accumulators.ts'
import { addMonths, LENGTHS, MONTHS } from '../calendar.ts'
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

/** The documents of one partition, in order, and what they are sorted by. */
interface Partition {
  readonly documents: readonly Document[]
  readonly keys: readonly string[]
  readonly values: readonly (Value | undefined)[]
}

/** Computes a field of the document at a place in its partition. */
type Compile = (
  operand: Value,
  context: PipelineContext,
) => (partition: Partition, at: number) => Value | undefined

const FIELDS = ['partitionBy', 'sortBy', 'output']

function unparsed(message: string): CommandError {
  return new CommandError(9, message)
}

/** Window functions that aren't accumulators. */
export const windowFunctions: Readonly<Record<string, Compile>> = {
  $documentNumber: () => (_partition, at) => int(at + 1),
  $rank:
    () =>
    ({ keys }, at) =>
      int(keys.indexOf(keys[at]!) + 1),
  $denseRank:
    () =>
    ({ keys }, at) =>
      int(new Set(keys.slice(0, at + 1)).size),
  $shift(operand, context) {
    const { document } = operand
    const [output, by] = ['output', 'by'].map((name) => document.get(name))
    if (!output || by?.rank !== RANK.number)
      throw unparsed("$shift requires 'output' and 'by' to be specified")
    const make = compute(output, context)
    const otherwise = compute(document.get('default') ?? NULL, context)
    return ({ documents }, at) => {
      const other = documents[at + toNumber(by)]
      return other ? make(other) : otherwise(EMPTY)
    }
  },
}

/** Window functions that mongod has and this server refuses. */
export const REFUSED_WINDOW_FUNCTIONS: readonly string[] =
  '$covariancePop $covarianceSamp $derivative $expMovingAvg $integral $linearFill $locf'.split(' ')

/** Which documents of a partition count for the one at a place: from the first to before the second. */
type Window = (partition: Partition, at: number) => readonly [start: number, end: number]

function compileWindow(value: Value | undefined, sorted: boolean): Window {
  if (!value) return ({ documents }) => [0, documents.length]
  const document = documentIn(value, 9, "'window' field must be an object")
  const [kind] = document.fields.filter(({ name }) => name === 'documents' || name === 'range')
  if (!kind) return compileWindow(undefined, sorted)
  const bounds = kind.value.isArray ? kind.value.elements : []
  if (bounds.length !== 2) throw unparsed('Window bounds must be a 2-element array')
  const [low, high] = [readBound(bounds[0]!, -1), readBound(bounds[1]!, 1)]
  if (low > high) throw new CommandError(5339900, `Lower bound must not exceed upper bound`)
  if (!sorted)
    throw new CommandError(
      kind.name === 'documents' ? 5339901 : 5339902,
      `${kind.name === 'documents' ? 'Document' : 'Range'}-based bounds require a sortBy`,
    )
  if (kind.name === 'documents') {
    return ({ documents }, at) => [Math.max(0, at + low), Math.min(documents.length, at + high + 1)]
  }
  return rangeWindow(low, high, document.get('unit')?.text)
}

/** `unbounded` is infinitely far away in the direction of `sign`. */
function readBound(value: Value, sign: number): number {
  if (value.rank === RANK.number) return toNumber(value)
  if (value.type === TYPE.string && value.text === 'current') return 0
  if (value.type === TYPE.string && value.text === 'unbounded') return sign * Number.POSITIVE_INFINITY
  throw unparsed("Window bounds must be 'unbounded', 'current', or a number.")
}

function rangeWindow(low: number, high: number, unit: string | undefined): Window {
  const move = (from: number, by: number) =>
    unit && MONTHS[unit] && Number.isFinite(by)
      ? addMonths(from, by * MONTHS[unit])
      : from + by * (unit ? (LENGTHS[unit] ?? 1) : 1)
  return ({ values }, at) => {
    const places = values.map(placeOf)
    const own = places[at]!
    const within = (place: number) => place >= move(own, low) && place <= move(own, high)
    const start = places.findIndex(within)
    return [start, places.findLastIndex(within) + 1]
  }
}

function placeOf(value: Value | undefined): number {
  if (value?.type === TYPE.date) return Number(value.int64)
  if (value?.rank === RANK.number) return toNumber(value)
  throw new CommandError(5429414, 'Invalid range: Expected the sortBy field to be a number or a date')
}

function compileOutput({ name, value }: Field, context: PipelineContext, sorted: boolean) {
  const { fields } = documentIn(value, 9, `The field '${name}' must be an object`)
  const set = compileSetter(name)
  const [field, other] = fields.filter((part) => part.name !== 'window')
  if (!field || other) throw unparsed('Expected exactly one window function')
  const own = Object.hasOwn(windowFunctions, field.name) && windowFunctions[field.name]
  if (own) {
    if (!sorted)
      throw new CommandError(
        5371602,
        `${field.name} must be specified with a top level sortBy expression with exactly one element`,
      )
    return { set, make: own(field.value, context) }
  }
  if (!Object.hasOwn(accumulators, field.name)) {
    if (REFUSED_WINDOW_FUNCTIONS.includes(field.name))
      throw notImplemented(`the window function ${field.name}`)
    throw unparsed(`Unrecognized window function, ${field.name}`)
  }
  const window = compileWindow(value.document.get('window'), sorted)
  const single: Field = { name: '_', value: object(documentOf([[field.name, field.value]])), start: 0 }
  const accumulate = compileAccumulator(single, (part) => compute(part, context), context.scope)
  const make = (partition: Partition, at: number) =>
    accumulate(partition.documents.slice(...window(partition, at)), EMPTY)
  return { set, make }
}

function compileFields(value: Value, context: PipelineContext): Run {
  const specification = documentIn(
    value,
    9,
    `the $setWindowFields stage specification must be an object, found ${typeOf(value)}`,
  )
  const unknown = specification.fields.find(({ name }) => !FIELDS.includes(name))
  if (unknown)
    throw new CommandError(40415, `BSON field '$setWindowFields.${unknown.name}' is an unknown field.`)
  const [partitionBy, sortBy, output] = FIELDS.map((name) => specification.get(name))
  if (!output)
    throw new CommandError(40414, "BSON field '$setWindowFields.output' is missing but a required field")
  const by = compute(partitionBy ?? NULL, context)
  const sort = compileSort(sortBy?.document ?? EMPTY, context.scope)
  const paths = (sortBy?.document.fields ?? []).map(({ name }) => compute(text(`$${name}`), context))
  const outputs = output.document.fields.map((field) => compileOutput(field, context, paths.length > 0))
  return function* (input) {
    for (const { documents } of partitions(input, by, context)) {
      const ordered = sort(documents.map((document) => ({ document }))).map((row) => row.document)
      const partition: Partition = {
        documents: ordered,
        keys: ordered.map((document) => paths.map((path) => valueKey(path(document) ?? NULL)).join()),
        values: ordered.map((document) => paths[0]?.(document)),
      }
      for (const [at, document] of ordered.entries())
        yield outputs.reduce((made, { set, make }) => set(made, make(partition, at)), document)
    }
  }
}

function partitions(input: Iterable<Document>, by: Compute, { scope }: PipelineContext) {
  const found = new Map<string, { id: Value; documents: Document[] }>()
  for (const document of input) {
    const id = by(document) ?? NULL
    if (id.isArray)
      throw new CommandError(14, 'An expression used to partition cannot evaluate to value of type array')
    const key = valueKey(id, scope.collation)
    const partition = found.get(key) ?? { id, documents: [] }
    partition.documents.push(document)
    found.set(key, partition)
  }
  return [...found.values()].sort((a, b) => compareValues(a.id, b.id, scope.collation))
}

export const windows: Stages = { $setWindowFields: compileFields }
