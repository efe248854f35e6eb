/** Views: what a pipeline makes of another collection. As on mongod, they are the documents of `system.views`. */
import { TYPE } from '../../bson/bson-type.ts'
import type { Document, Value } from '../../bson/document.ts'
import { CommandError } from '../../command-error.ts'
import type { ResolvedView } from '../../part.ts'
import type { Stored } from '../../storage/collection.ts'
import { databaseOf } from '../../storage/namespace.ts'
import type { Store } from '../../storage/store.ts'

/** So many views may stand on one another. */
const MOST = 20

/** A view as it is defined. */
export interface View {
  readonly namespace: string
  /** The name of the collection or view that it reads. */
  readonly on: string
  readonly pipeline: readonly Value[]
  readonly collation: Document | undefined
  /** Where the definition stands. */
  readonly record: Stored
}

/** Where a database keeps the definitions of its views. */
export function catalogOf(database: string): string {
  return `${database}.system.views`
}

/** The views of a database. */
export function* viewsOf(store: Store, database: string): Iterable<View> {
  for (const record of store.find(catalogOf(database))?.records() ?? []) {
    const [namespace, on, pipeline] = ['_id', 'viewOn', 'pipeline'].map((name) => record.document.get(name))
    if (namespace?.type !== TYPE.string || on?.type !== TYPE.string || !pipeline?.isArray) continue
    yield {
      namespace: namespace.text,
      on: on.text,
      pipeline: pipeline.elements,
      collation: record.document.get('collation')?.document,
      record,
    }
  }
}

/** The view of that name, if there is one. */
export function viewOf(store: Store, namespace: string): View | undefined {
  for (const view of viewsOf(store, databaseOf(namespace))) if (view.namespace === namespace) return view
  return undefined
}

/** The collection at the bottom of a view, and all that is done with it; undefined for what is no view. */
export function resolveView(store: Store, namespace: string): ResolvedView | undefined {
  const database = databaseOf(namespace)
  const pipeline: Value[] = []
  let on: string | undefined
  let view = viewOf(store, namespace)
  for (let depth = 0; view; depth++) {
    if (depth > MOST) throw tooDeep('View depth too deep or view cycle detected;')
    pipeline.unshift(...view.pipeline)
    on = view.on
    view = viewOf(store, `${database}.${on}`)
  }
  return on === undefined ? undefined : { on, pipeline }
}

/** Throws mongod's errors if a view that reads this would read itself, or stand on too many others. */
export function checkGraph(store: Store, namespace: string, on: string, pipeline: readonly Value[]): void {
  visit(store, [namespace], [on, ...sourcesIn(pipeline)])
}

function visit(store: Store, path: readonly string[], sources: readonly string[]): void {
  const [first] = path
  for (const source of sources) {
    const next = [...path, `${databaseOf(first!)}.${source}`]
    const last = next.at(-1)!
    if (last === first) {
      throw new CommandError(5, `View cycle detected: ${[first, ...next].join(' => ')}`)
    }
    if (next.length > MOST + 1) throw tooDeep('View depth limit exceeded;')
    const view = viewOf(store, last)
    if (view) visit(store, next, [view.on, ...sourcesIn(view.pipeline)])
  }
}

function tooDeep(what: string): CommandError {
  return new CommandError(165, `${what} maximum depth is ${MOST}`)
}

/** Where a stage names a collection that it reads, if it isn't simply named. */
const SOURCES: Record<string, string> = { $lookup: 'from', $graphLookup: 'from', $unionWith: 'coll' }

/** The collections that a pipeline reads beside its own. */
function sourcesIn(values: readonly Value[]): string[] {
  return values.flatMap((value) => {
    if (value.isArray) return sourcesIn(value.elements)
    if (!value.isDocument) return []
    return value.document.fields.flatMap((field) => {
      const option = SOURCES[field.name]
      const name = option && field.value.isDocument ? field.value.document.get(option) : field.value
      const own = option && name?.type === TYPE.string ? [name.text] : []
      return [...own, ...sourcesIn([field.value])]
    })
  })
}
