/** What projections cut out of arrays: `$slice`, and the element that the filter found, for the positional `$`. */
import { RANK, typeName } from '../bson/bson-type.ts'
import type { Document, Value } from '../bson/document.ts'
import { toNumber } from '../bson/numbers.ts'
import type { Match } from '../bson/path.ts'
import { array, join, object } from '../bson/values.ts'
import { CommandError } from '../command-error.ts'
import type { Filter } from './filter.ts'

/** Cuts something out of an array of the document that is answered. */
export interface Cut {
  readonly steps: readonly string[]
  /** Undefined for `$slice`, which says it with `skip` and `limit`. */
  readonly positional?: true
  readonly skip?: number | undefined
  readonly limit?: number
}

/** Reads the argument of `$slice`. Throws mongod's own errors. */
export function readSlice(value: Value): Omit<Cut, 'steps'> {
  if (value.rank === RANK.number) return { limit: toInt(value) }
  if (!value.isArray) throw new CommandError(31273, '$slice only supports numbers and [skip, limit] arrays')
  const [skip, limit, more] = value.elements
  if (!skip || !limit || more) {
    throw new CommandError(31272, '$slice array argument should be of form [skip, limit]')
  }
  for (const [index, element] of [skip, limit].entries()) {
    if (element.rank === RANK.number) continue
    throw new CommandError(
      31257 + index,
      `$slice expects the ${index === 0 ? 'skip' : 'limit'} argument to be a number, got ${typeName(element.type)}`,
    )
  }
  const count = toInt(limit)
  if (count <= 0) throw new CommandError(31259, `$slice limit must be positive, got ${count}`)
  return { skip: toInt(skip), limit: count }
}

/** Cut to whole numbers of 32 bits. */
function toInt(value: Value): number {
  const whole = Math.trunc(toNumber(value)) || 0
  return Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, whole))
}

/** Makes the cut in the document `made` out of `source`, which the filter is asked about. */
export function applyCut(made: Document, cut: Cut, source: Document, filter: Filter | undefined): Document {
  const { steps, positional } = cut
  if (!positional) return replaceAt(made, steps, (value) => (value.isArray ? slice(value, cut) : value), true)
  const match: Match = {}
  filter?.(source, match)
  return replaceAt(made, steps, (value) => (value.isArray ? pick(value, match) : value), false)
}

/** Changes what a path leads to. An array on the way is gone into if `through`, else it is what is changed. */
function replaceAt(
  document: Document,
  [name, ...rest]: readonly string[],
  change: (value: Value) => Value,
  through: boolean,
): Document {
  const inside = (value: Value): Value =>
    value.isDocument ? object(replaceAt(value.document, rest, change, through)) : value
  const elements = document.fields.map((field) => {
    const { value } = field
    if (field.name !== name) return field
    const last = rest.length === 0 || (value.isArray && !through)
    const changed = last ? change(value) : value.isArray ? array(value.elements.map(inside)) : inside(value)
    return { name, value: changed }
  })
  return join(elements)
}

function slice({ elements }: Value, { skip, limit = 0 }: Cut): Value {
  if (skip === undefined) return array(limit < 0 ? elements.slice(limit) : elements.slice(0, limit))
  const start = skip < 0 ? Math.max(0, elements.length + skip) : skip
  return array(elements.slice(start, start + limit))
}

function pick({ elements }: Value, { position }: Match): Value {
  if (position === undefined) throw positionalError(51246, "couldn't find a matching element in the array")
  const found = elements[position]
  if (!found) throw positionalError(51247, 'element mismatch')
  return array([found])
}

function positionalError(code: number, what: string): CommandError {
  return new CommandError(code, `positional operator '.$' ${what}`)
}
