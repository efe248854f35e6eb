/** `drop`: forgets a collection; since 7.0 one that isn't there is dropped as well. */
import { namespaceOf } from '../arguments.ts'
import type { Reply } from '../bson/encode.ts'
import type { Call, Command } from '../command.ts'

export default { names: ['drop'], fields: {}, run: drop } satisfies Command

function drop(call: Call): Reply {
  const { store } = call.services
  const namespace = namespaceOf(call)
  const collection = store.find(namespace)
  if (!collection) return {}
  store.drop(collection)
  return { nIndexesWas: collection.indexes.list.length, ns: namespace }
}
