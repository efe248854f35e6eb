/** What an aggregation reaches beyond its documents: the store's collections, to read from and to write to. */
import { RANK } from './bson-type.ts'
import type { Call } from './command.ts'
import { notImplemented } from './command-error.ts'
import { scan, selectOne } from './selection.ts'
import type { Target, World } from './stages/stage.ts'

/** The world of one call of `aggregate`. A hint counts for the collection that the call names. */
export function aggregateWorld(call: Call): World {
  const own = call.body.get(call.name)!
  return {
    *read(name, query, scope) {
      const hint = own.rank === RANK.string && own.text === name ? call.body.get('hint') : undefined
      const collection = call.services.store.find(`${call.database}.${name}`)
      for (const record of scan(collection, { ...query, scope, hint })) yield record.document
    },
    report(stage) {
      throw notImplemented(`the stage ${stage}`)
    },
    open: (database = call.database, name) => target(call, `${database}.${name}`),
  }
}

function target({ services }: Call, namespace: string): Target {
  const { store } = services
  const scope = { variables: new Map(), now: services.now(), random: services.random }
  return {
    replaceAll(documents) {
      const collection = store.getOrCreate(namespace)
      for (const record of [...collection.records()]) collection.remove(record)
      for (const document of documents) collection.insert(document)
    },
    isUnique: (fields) => fields.length === 1 && fields[0] === '_id',
    find: (filter) => selectOne(store.find(namespace), { filter, scope })?.record,
    insert: (document) => void store.getOrCreate(namespace).insert(document),
    replace: (stored, document) => void store.getOrCreate(namespace).replace(stored, document),
  }
}
