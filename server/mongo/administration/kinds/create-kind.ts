/** `create` for collections that aren't plain ones: views, clustered collections, time series. */
import { fieldOf, namespaceOf, scopeOf } from '../../arguments.ts'
import { describeDocument } from '../../bson/describe.ts'
import type { Value } from '../../bson/document.ts'
import type { Reply } from '../../bson/encode.ts'
import { documentOf } from '../../bson/values.ts'
import type { Call } from '../../command.ts'
import { CommandError } from '../../command-error.ts'
import type { Kind } from '../../storage/collection-options.ts'
import { checkNewCollection } from '../../storage/namespace.ts'
import { readOptions, withShown } from '../collection-options.ts'
import { checkImages } from './change-kind.ts'
import { clusteredKind } from './clustered.ts'
import { checkSame, createView } from './define-view.ts'
import { timeSeriesKind } from './time-series.ts'
import { viewOf } from './view.ts'

/** What a kind of collection is, and how its options are shown. */
export interface Made {
  readonly kind: Kind
  readonly shown: readonly (readonly [string, Value])[]
}

const KINDS: Record<string, (call: Call) => Made> = {
  clusteredIndex: clusteredKind,
  timeseries: timeSeriesKind,
}

/** Options that are read here, and not by the core. */
const OWN = 'clusteredIndex timeseries expireAfterSeconds'.split(' ')

/** Answers a `create` that the core can't; undefined if it's a plain collection. Throws mongod's errors. */
export function createKind(call: Call): Reply | undefined {
  const { body, services } = call
  const has = (name: string) => fieldOf(body, name) !== undefined
  if (has('temp')) throw new CommandError(72, "the 'temp' field is an invalid option")
  if (has('encryptedFields')) {
    throw new CommandError(6346402, 'Encrypted collections are not supported on standalone')
  }
  const images = fieldOf(body, 'changeStreamPreAndPostImages')
  if (images) checkImages(call, images)
  const view = viewOf(services.store, namespaceOf(call))
  if (has('viewOn') || has('pipeline')) return createView(call, view)
  if (view) checkSame(view)
  const option = Object.keys(KINDS).find(has)
  if (option) return createAs(call, KINDS[option]!(call))
  if (!has('expireAfterSeconds')) return undefined
  throw new CommandError(
    72,
    "'expireAfterSeconds' is only supported on time-series collections or when the 'clusteredIndex' option is specified",
  )
}

function createAs(call: Call, { kind, shown }: Made): Reply {
  const namespace = namespaceOf(call)
  const { store } = call.services
  checkNewCollection(namespace)
  const { collation: _, ...scope } = scopeOf(call)
  const others = call.body.fields.filter(({ name }) => !OWN.includes(name))
  const plain = readOptions(documentOf(others.map(({ name, value }) => [name, value])), scope)
  const options = { ...plain, kind, shown: withShown(plain, shown) }
  const existing = store.find(namespace)
  if (!existing) {
    store.create(namespace, options)
    return {}
  }
  const [old, wanted] = [existing.options.shown, options.shown].map(describeDocument)
  if (old === wanted) return {}
  throw new CommandError(48, `namespace ${namespace} already exists, but with different options: ${old}`)
}
