/** `distinct`: the different values of a field; an array counts as its elements. */
import { documentArgument, hintArgument, namespaceOf, required, scopeOf } from '../arguments.ts'
import { TYPE } from '../bson/bson-type.ts'
import { valueKey } from '../bson/compare.ts'
import type { Value } from '../bson/document.ts'
import type { Reply } from '../bson/encode.ts'
import { documentOf, int, UNDEFINED } from '../bson/values.ts'
import type { Call, Command } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { type Query, scan } from '../plan/selection.ts'
import type { Collection } from '../storage/collection.ts'
import { MAX_DOCUMENT } from '../storage/identity.ts'
import { keysOf } from '../storage/index-keys.ts'
import { wrongType } from '../wrong-type.ts'

/** More bytes of values than this aren't one reply. */
const LARGEST = MAX_DOCUMENT - 4096

export default {
  names: ['distinct'],
  fields: { key: 'any', query: 'object', collation: 'object', hint: 'any' },
  run: distinct,
} satisfies Command

function distinct(call: Call): Reply {
  const path = pathOf(call)
  const collection = call.services.store.find(namespaceOf(call))
  const query = inOrderOfIndex(distinctQuery(call), collection, path)
  const values = new Map<string, Value>()
  let size = 0
  for (const { document } of scan(collection, query)) {
    for (const [value] of keysOf(document, [path.split('.')], () => undefined)) {
      if (!value || value === UNDEFINED) continue
      const key = valueKey(value, query.scope.collation)
      if (values.has(key)) continue
      size += value.end - value.start
      if (size > LARGEST) throw new CommandError(17217, 'distinct too big, 16mb cap')
      values.set(key, value)
    }
  }
  return { values: [...values.values()] }
}

/** mongod goes through an index that begins with the field, if nothing else is asked: the values come in its order. */
function inOrderOfIndex(query: Query, collection: Collection | undefined, path: string): Query {
  if (query.filter.fields.length > 0 || query.hint || query.scope.collation) return query
  const index = collection?.indexes.list.find(({ options, arrays }) => {
    const { fields, sparse, partial, hidden, collation } = options
    const { path: first, kind } = fields[0]!
    return (
      first === path && kind === 'plain' && !sparse && !partial && !hidden && !collation && !arrays[0]!.size
    )
  })
  return index ? { ...query, sort: documentOf([[path, int(index.options.fields[0]!.direction)]]) } : query
}

/** The query whose documents a `distinct` looks at. */
export function distinctQuery(call: Call): Query {
  return {
    filter: documentArgument(call, 'query') ?? documentOf([]),
    scope: scopeOf(call),
    hint: hintArgument(call),
    covered: [pathOf(call)],
  }
}

function pathOf(call: Call): string {
  const key = call.body.get('key')
  if (!key) throw required(call, 'key')
  if (key.type === TYPE.string) return key.text
  throw wrongType('distinct.key', key, 'string')
}
