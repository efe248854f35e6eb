/** Reads what a `find` asks. */
import { countArgument, documentArgument, hintArgument, scopeOf } from '../arguments.ts'
import { RANK, TYPE } from '../bson/bson-type.ts'
import type { Document } from '../bson/document.ts'
import { toNumber } from '../bson/numbers.ts'
import { EMPTY } from '../bson/values.ts'
import type { Call } from '../command.ts'
import type { Query } from '../query/query.ts'

/** The query of a `find`. */
export function findQuery(call: Call): Query {
  return {
    filter: documentArgument(call, 'filter') ?? EMPTY,
    scope: scopeOf(call),
    sort: documentArgument(call, 'sort'),
    skip: countArgument(call, 'skip'),
    limit: countArgument(call, 'limit'),
    hint: hintArgument(call),
    min: documentArgument(call, 'min'),
    max: documentArgument(call, 'max'),
    covered: coveredBy(documentArgument(call, 'projection') ?? EMPTY),
  }
}

/** The fields that a projection needs, if it says which: names that are 1 or true, and nothing else. */
function coveredBy({ fields }: Document): string[] | undefined {
  const included = fields.filter(({ value }) => isOne(value))
  const hasId = !fields.some(({ name, value }) => name === '_id' && !isOne(value))
  const others = fields.filter(({ name, value }) => !isOne(value) && name !== '_id')
  if (included.length === 0 || others.length > 0) return undefined
  return [...new Set([...included.map(({ name }) => name), ...(hasId ? ['_id'] : [])])]
}

function isOne(value: Document['fields'][number]['value']): boolean {
  if (value.type === TYPE.bool) return value.boolean
  return value.rank === RANK.number && toNumber(value) !== 0
}
