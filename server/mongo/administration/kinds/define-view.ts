/** Makes views and changes them: `create` with `viewOn`, and `collMod` of a view. */
import { fieldOf, namespaceOf } from '../../arguments.ts'
import { describe } from '../../bson/describe.ts'
import type { Document, Value } from '../../bson/document.ts'
import { encode, type Reply } from '../../bson/encode.ts'
import { array, object, text } from '../../bson/values.ts'
import type { Call } from '../../command.ts'
import { CommandError } from '../../command-error.ts'
import { able } from '../../part.ts'
import { checkNamespace, checkNewCollection, collectionOf } from '../../storage/namespace.ts'
import { catalogOf, checkGraph, type View } from './view.ts'

/** Options of `create` that a view can have. */
const OPTIONS = 'viewOn pipeline collation'.split(' ')
const NOT_ON_VIEWS =
  'capped size max idIndex storageEngine validator validationLevel validationAction indexOptionDefaults changeStreamPreAndPostImages timeseries clusteredIndex expireAfterSeconds index'.split(
    ' ',
  )

/** Answers `create` with `viewOn`. `existing` is a view that goes by the name already. */
export function createView(call: Call, existing: View | undefined): Reply {
  const namespace = namespaceOf(call)
  const { store, abilities } = call.services
  const on = fieldOf(call.body, 'viewOn')
  if (!on) throw new CommandError(72, "'pipeline' requires 'viewOn' to also be specified")
  checkOptions(call)
  checkNewCollection(namespace)
  const pipeline = fieldOf(call.body, 'pipeline') ?? array([])
  if (existing) {
    checkSame(existing, on.text, pipeline)
    return {}
  }
  const collection = store.find(namespace)
  if (collection) {
    const shown = describe(object(collection.options.shown))
    throw exists(namespace, `but with different options: ${shown}`)
  }
  const given = fieldOf(call.body, 'collation')?.document
  const collation = given && able(abilities, 'collation')(given)?.specification
  define(call, namespace, on.text, pipeline, collation)
  return {}
}

/** Answers `collMod` of a view. */
export function changeView(call: Call, view: View): Reply {
  checkOptions(call)
  const on = fieldOf(call.body, 'viewOn')?.text ?? view.on
  const pipeline = fieldOf(call.body, 'pipeline') ?? array(view.pipeline)
  define(call, view.namespace, on, pipeline, view.collation, view)
  return {}
}

/** Throws mongod's error for what a view can't have. */
function checkOptions({ body }: Call): void {
  const wrong = NOT_ON_VIEWS.find((name) => fieldOf(body, name))
  if (wrong) throw new CommandError(72, `option not supported on a view: ${wrong}`)
}

/** Throws mongod's error if a view is asked for under a name that another one has. */
export function checkSame({ namespace, on, pipeline: old }: View, wanted = '', pipeline = array([])): void {
  const database = namespace.slice(0, namespace.indexOf('.') + 1)
  if (on !== wanted) {
    throw exists(namespace, `but is a view on ${database}${on} rather than ${database}${wanted}`)
  }
  const [before, after] = [array(old), pipeline].map(describe)
  if (before !== after) throw exists(namespace, `but with pipeline ${before} rather than ${after}`)
}

function exists(namespace: string, how: string): CommandError {
  return new CommandError(48, `namespace ${namespace} already exists, ${how}`)
}

function define(
  call: Call,
  namespace: string,
  on: string,
  pipeline: Value,
  collation: Document | undefined,
  old?: View,
): void {
  const { store } = call.services
  if (on === '') throw new CommandError(2, "'viewOn' cannot be empty")
  checkNamespace(`${call.database}.${on}`)
  checkStages(call, namespace, on, pipeline.elements)
  checkGraph(store, namespace, on, pipeline.elements)
  const definition = encode({
    _id: text(namespace),
    viewOn: text(on),
    pipeline,
    ...(collation && { collation }),
  })
  const catalog = store.getOrCreate(catalogOf(call.database))
  if (old) catalog.replace(old.record, definition)
  else catalog.insert(definition)
}

function checkStages(call: Call, namespace: string, on: string, stages: readonly Value[]): void {
  for (const [at, stage] of stages.entries()) {
    const name = stage.isDocument ? stage.document.fields[0]?.name : undefined
    if (name === '$changeStream')
      throw invalid(namespace, '$changeStream cannot be used in a view definition')
    if (name !== '$out' && name !== '$merge') continue
    const place = `in location ${at} of the pipeline`
    const why = `cannot be used in the view definition of ${namespace} because it writes to disk`
    throw invalid(namespace, `The aggregation stage ${name} ${place} ${why}`)
  }
  tryOut(call, on, stages)
}

function invalid(namespace: string, why: string): CommandError {
  return new CommandError(167, `Invalid pipeline for view ${namespace} :: caused by :: ${why}`)
}

/** A pipeline that can't be compiled is refused as it would be when it is used. */
function tryOut(call: Call, on: string, pipeline: readonly Value[]): void {
  const aggregate = call.services.commands.get('aggregate')
  const body = encode({ aggregate: text(on), pipeline, cursor: { batchSize: 0 } })
  const reply = aggregate?.run({ ...call, name: 'aggregate', body, sequences: new Map() })
  const cursor = reply && 'cursor' in reply ? encode(reply).get('cursor')?.document.get('id') : undefined
  if (cursor) call.services.cursors.close(cursor.int64)
}

/** How `listCollections` shows a view. */
export function describeView({ namespace, record }: View): Reply {
  const options = OPTIONS.flatMap((name) => {
    const value = record.document.get(name)
    return value ? [[name, value] as const] : []
  })
  return {
    name: collectionOf(namespace),
    type: 'view',
    options: Object.fromEntries(options),
    info: { readOnly: true },
  }
}
