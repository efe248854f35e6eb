/** `count`: how many documents a filter means. */
import { documentArgument, hintArgument, namespaceOf, scopeOf } from '../arguments.ts'
import type { Reply } from '../bson/encode.ts'
import { toNumber } from '../bson/numbers.ts'
import { documentOf } from '../bson/values.ts'
import type { Call, Command } from '../command.ts'
import { type Query, scan } from '../plan/selection.ts'
import { tooSmall } from '../wrong-type.ts'

export default {
  names: ['count'],
  fields: {
    query: 'object',
    fields: 'any',
    limit: 'integer',
    skip: 'integer',
    hint: 'any',
    collation: 'object',
  },
  run: count,
} satisfies Command

function count(call: Call): Reply {
  const collection = call.services.store.find(namespaceOf(call))
  const query = countQuery(call)
  if (collection && query.filter.fields.length === 0 && !query.hint) {
    const rest = Math.max(0, collection.size - (query.skip ?? 0))
    return { n: Math.min(rest, query.limit || rest) }
  }
  let n = 0
  for (const _ of scan(collection, query)) n++
  return { n }
}

/** The query that a `count` asks; a negative limit counts as if it were positive. */
export function countQuery(call: Call): Query {
  return {
    filter: documentArgument(call, 'query') ?? documentOf([]),
    scope: scopeOf(call),
    skip: skipOf(call),
    limit: Math.abs(whole(call, 'limit')),
    hint: hintArgument(call),
    covered: [],
  }
}

function skipOf(call: Call): number {
  const skip = whole(call, 'skip')
  if (skip >= 0) return skip
  throw tooSmall('skip', 0, skip)
}

function whole({ body }: Call, name: string): number {
  const value = body.get(name)
  return value ? Math.trunc(toNumber(value)) || 0 : 0
}
