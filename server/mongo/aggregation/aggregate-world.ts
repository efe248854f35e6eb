/** What an aggregation reaches beyond its documents: the store's collections, to read from and to write to. */

import { operations } from '../administration/operations.ts'
import { listSessions } from '../administration/sessions.ts'
import { storageStats } from '../administration/statistics.ts'
import { flagArgument, namespaceOf } from '../arguments.ts'
import { RANK } from '../bson/bson-type.ts'
import type { Document } from '../bson/document.ts'
import { encode } from '../bson/encode.ts'
import { toNumber } from '../bson/numbers.ts'
import type { Call } from '../command.ts'
import { CommandError, notImplemented } from '../command-error.ts'
import { scan, selectOne } from '../plan/selection.ts'
import type { Target, World } from './stages/stage.ts'

/** The world of one call of `aggregate`. A hint counts for the collection that the call names. */
export function aggregateWorld(call: Call): World {
  const { store, abilities } = call.services
  const view = (name: string) => abilities.kinds?.resolve(store, `${call.database}.${name}`)
  const target = call.body.get(call.name)!
  const own = target.rank === RANK.string ? (view(target.text)?.on ?? target.text) : undefined
  return {
    view,
    *read(name, query, scope) {
      const hint = own === name ? call.body.get('hint') : undefined
      const collection = store.find(`${call.database}.${name}`)
      for (const record of scan(collection, { ...query, scope, hint })) yield record.document
    },
    report: (stage, specification) => report(call, stage, specification),
    open: (database = call.database, name) => targetOf(call, `${database}.${name}`),
  }
}

function targetOf(call: Call, namespace: string): Target {
  const { services } = call
  const { store } = services
  const bypass = flagArgument(call, 'bypassDocumentValidation', false)
  if (services.abilities.kinds?.resolve(store, namespace))
    throw new CommandError(166, `Namespace ${namespace} is a view, not a collection`)
  const scope = {
    variables: new Map(),
    now: services.now(),
    random: services.random,
    abilities: services.abilities,
  }
  return {
    replaceAll(documents) {
      const collection = store.getOrCreate(namespace)
      const old = [...collection.records()].map((record) => record.document)
      const fill = (content: readonly Document[]) => {
        for (const record of [...collection.records()]) collection.remove(record)
        for (const document of content) collection.insert(document, bypass)
      }
      try {
        fill(documents)
      } catch (error) {
        fill(old)
        throw error
      }
    },
    isUnique: (fields) =>
      fields.join() === '_id' ||
      !!store
        .find(namespace)
        ?.indexes.list.some(
          ({ options }) => options.unique && !options.partial && sameNames(options.fields, fields),
        ),
    find: (filter) => selectOne(store.find(namespace), { filter, scope })?.record,
    insert: (document) => void store.getOrCreate(namespace).insert(document, bypass),
    replace: (stored, document) => void store.getOrCreate(namespace).replace(stored, document, bypass),
  }
}

function sameNames(fields: readonly { path: string }[], names: readonly string[]): boolean {
  return fields.length === names.length && fields.every(({ path }) => names.includes(path))
}

/** All sessions are nobody's, as nobody logs in; of somebody else there are none. */
function sessions(call: Call, stage: string, specification: Document): Document[] {
  const other = specification.fields.find(({ name }) => name !== 'users' && name !== 'allUsers')
  if (other) throw new CommandError(40415, `BSON field '${stage}.${other.name}' is an unknown field.`)
  return specification.get('users') ? [] : listSessions(call.services)
}

/** What `$collStats`, `$indexStats` and `$currentOp` begin with. */
function report(call: Call, stage: string, specification: Document): Document[] {
  const { services } = call
  if (stage === '$currentOp') return operations(call, false)
  if (stage.startsWith('$list')) return sessions(call, stage, specification)
  const namespace = namespaceOf(call)
  const collection = services.store.find(namespace)
  const localTime = new Date(services.now())
  const { host } = services
  if (stage === '$indexStats') {
    return (collection?.indexes.list ?? []).map(({ options: { name, specification: spec } }) =>
      encode({ name, key: spec.get('key')!, host, accesses: { ops: 0n, since: localTime }, spec }),
    )
  }
  const known = specification.fields.find(({ name }) => name !== 'count' && name !== 'storageStats')
  if (known) throw notImplemented(`the option ${known.name} of ${stage}`)
  if (!collection) throw new CommandError(26, `Collection [${namespace}] not found.`)
  const count = specification.get('count') ? { count: collection.size } : {}
  const scale = specification.get('storageStats')?.document.get('scale')
  const stored = specification.get('storageStats') && {
    storageStats: storageStats(collection, scale ? toNumber(scale) : 1),
  }
  return [encode({ ns: namespace, host, localTime, ...stored, ...count })]
}
