/** `$bucket` and `$bucketAuto`: groups by where a value lies between others. */
import { isIntegral } from '../../bson/arithmetic.ts'
import { RANK, TYPE } from '../../bson/bson-type.ts'
import { compareValues } from '../../bson/compare.ts'
import { describe } from '../../bson/describe.ts'
import type { Value } from '../../bson/document.ts'
import { toNumber } from '../../bson/numbers.ts'
import { documentOf, EMPTY, NULL, object } from '../../bson/values.ts'
import { notImplemented } from '../../command-error.ts'
import { failure } from '../expressions/operator.ts'
import {
  type Accumulated,
  COUNT,
  chain,
  compileFields,
  groupBy,
  isExpression,
  sortBy,
  summary,
} from './group.ts'
import { type Compute, compute, type PipelineContext, type Run, type Stages, typeOf } from './stage.ts'

const BY = "The @ 'groupBy' field must be defined as a $-prefixed path or an expression"

/** How an option is checked: the code and message of the error if it is wrong. */
type Check = readonly [
  option: string,
  isWrong: (value: Value) => boolean,
  code: number,
  message: string,
  shown: (value: Value) => unknown,
]

/** The options of a stage, checked in the order of `checks`; others are refused. */
function options(
  value: Value,
  unknown: number,
  end: string,
  name: string,
  checks: readonly Check[],
): (Value | undefined)[] {
  for (const field of value.document.fields) {
    const own = checks.filter(([option]) => option === field.name)
    if (own.length === 0) throw failure(unknown, `Unrecognized option to @: #${end}`, name, field.name)
    for (const [, isWrong, code, message, shown] of own)
      if (isWrong(field.value)) throw failure(code, message + end, name, shown(field.value))
  }
  return [...new Set(checks.map(([option]) => option))].map((option) => value.document.get(option))
}

const notAnObject = (value: Value) => !value.isDocument

function constant(value: Value, context: PipelineContext): Value | undefined {
  return value.type === TYPE.string && isExpression(value) ? undefined : compute(value, context)(EMPTY)
}

function bucket(value: Value, context: PipelineContext, name: string): Run {
  if (!value.isDocument)
    throw failure(40201, 'Argument to @ stage must be an object, but found type: #.', name, typeOf(value))
  const [by, boundaries, other, output] = options(value, 40197, '.', name, [
    ['groupBy', (option) => !isExpression(option), 40202, `${BY}, but found: #`, describe],
    [
      'boundaries',
      (option) => !option.isArray,
      40200,
      "The @ 'boundaries' field must be an array, but found type: #",
      typeOf,
    ],
    [
      'default',
      (option) => !constant(option, context),
      40195,
      "The @ 'default' field must be a constant expression, but found: #",
      describe,
    ],
    ['output', notAnObject, 40196, "The @ 'output' field must be an object, but found type: #", typeOf],
  ])
  const limits = boundaries ? readBoundaries(boundaries, context, name) : []
  if (!by || limits.length === 0)
    throw failure(40198, "@ requires 'groupBy' and 'boundaries' to be specified.", name)
  const place = placer(compute(by, context), limits, other && constant(other, context), context)
  const fields = output ? compileFields(output.document.fields, context) : COUNT
  return chain(groupBy(place, fields, context), sortBy('_id', 1))
}

/** The lower limit of the bucket that a value lies in. */
function placer(by: Compute, limits: Value[], other: Value | undefined, { scope }: PipelineContext): Compute {
  const isBelow = (value: Value | undefined, limit: Value) =>
    !value || compareValues(value, limit, scope.collation) < 0
  if (other?.rank === limits[0]!.rank && !isBelow(other, limits[0]!) && isBelow(other, limits.at(-1)!)) {
    throw failure(
      40199,
      "The @ 'default' field must be less than the lowest boundary or greater than or equal to the highest boundary.",
      '$bucket',
    )
  }
  return (document) => {
    const value = by(document)
    const above = limits.findIndex((limit) => isBelow(value, limit))
    if (above > 0) return limits[above - 1]
    if (other) return other
    throw failure(
      40066,
      '@ could not find a matching branch for an input, and no default was specified.',
      '$switch',
    )
  }
}

function readBoundaries(value: Value, context: PipelineContext, name: string): Value[] {
  const limits = value.elements.map((limit) => {
    const made = constant(limit, context)
    if (made) return made
    throw failure(
      40191,
      "The @ 'boundaries' field must be an array of constant values, but found value: #.",
      name,
      describe(limit),
    )
  })
  if (limits.length < 2)
    throw failure(
      40192,
      "The @ 'boundaries' field must have at least 2 values, but found # value(s).",
      name,
      limits.length,
    )
  for (const [index, upper] of limits.slice(1).entries()) {
    const lower = limits[index]!
    if (lower.rank !== upper.rank) {
      const types = `${typeOf(lower)} and ${typeOf(upper)}`
      throw failure(
        40193,
        "All values in the the 'boundaries' option to @ must have the same type. Found conflicting types #.",
        name,
        types,
      )
    }
    if (compareValues(lower, upper, context.scope.collation) >= 0) {
      const places = `${index} and ${index + 1} are not in ascending order (${describe(lower)} is not less than ${describe(upper)})`
      throw failure(40194, "The 'boundaries' option to @ must be sorted, but elements #.", name, places)
    }
  }
  return limits
}

function bucketAuto(value: Value, context: PipelineContext, name: string): Run {
  if (!value.isDocument)
    throw failure(40240, 'The argument to @ must be an object, but found type: #', name, typeOf(value))
  const [by, buckets, output, granularity] = options(value, 40245, '', name, [
    ['groupBy', (option) => !isExpression(option), 40239, `${BY} object, but found: #`, describe],
    [
      'buckets',
      (option) => option.rank !== RANK.number,
      40241,
      "The @ 'buckets' field must be a numeric value, but found type: #",
      typeOf,
    ],
    [
      'buckets',
      (option) => !isIntegral(option),
      40242,
      "The @ 'buckets' field must be representable as a 32-bit integer, but found #",
      toNumber,
    ],
    ['output', notAnObject, 40244, "The @ 'output' field must be an object, but found type: #", typeOf],
    ['granularity', () => false, 0, '', typeOf],
  ])
  if (granularity) throw notImplemented(`the option granularity of ${name}`)
  if (!by || !buckets) throw failure(40246, "@ requires 'groupBy' and 'buckets' to be specified", name)
  const count = toNumber(buckets)
  if (count <= 0)
    throw failure(40243, "The @ 'buckets' field must be greater than 0, but found: #", name, count)
  const fields = output ? compileFields(output.document.fields, context) : COUNT
  return fillBuckets(compute(by, context), count, fields, context)
}

/** About as many documents in each bucket; equal values stay together. */
function fillBuckets(by: Compute, count: number, fields: Accumulated, { scope }: PipelineContext): Run {
  return function* (input) {
    const rows = Array.from(input, (document) => ({ document, value: by(document) ?? NULL }))
    const compare = (a: number, b: number) => compareValues(rows[a]!.value, rows[b]!.value, scope.collation)
    rows.sort((a, b) => compareValues(a.value, b.value, scope.collation))
    const size = Math.max(1, Math.round(rows.length / count))
    let start = 0
    for (let bucket = 1; start < rows.length; bucket++) {
      let end = bucket === count ? rows.length : Math.min(start + size, rows.length)
      while (end < rows.length && compare(end, end - 1) === 0) end++
      const last = rows[end] ?? rows[end - 1]!
      const id = documentOf([
        ['min', rows[start]!.value],
        ['max', last.value],
      ])
      const documents = rows.slice(start, end).map((row) => row.document)
      yield summary(object(id), documents, fields)
      start = end
    }
  }
}

export const buckets: Stages = { $bucket: bucket, $bucketAuto: bucketAuto }
