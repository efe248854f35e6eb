/** What commands do that name a view where most have a collection. */
import { documentsArgument } from '../../arguments.ts'
import { TYPE } from '../../bson/bson-type.ts'
import { encode, type Reply } from '../../bson/encode.ts'
import { documentOf, object, text } from '../../bson/values.ts'
import type { Call } from '../../command.ts'
import { CommandError } from '../../command-error.ts'
import { runStatements } from '../../update/write-errors.ts'
import type { Wait } from '../../wait.ts'
import { changeView, checkSame } from './define-view.ts'
import { asAggregate, readView } from './read-view.ts'
import { catalogOf, resolveView, type View, viewOf } from './view.ts'

type Act = (call: Call, view: View) => Reply | Wait

function refuse(_call: Call, { namespace }: View): Reply {
  throw notCollection(namespace)
}

/** mongod's error for a view where there should be a collection. */
export function notCollection(namespace: string): CommandError {
  return new CommandError(166, `Namespace ${namespace} is a view, not a collection`)
}

function write(list: string): Act {
  return (call, { namespace }) => {
    const failures = runStatements(call, documentsArgument(call, list), () => {
      throw notCollection(namespace)
    })
    return { n: 0, ...failures, ...(list === 'updates' && { nModified: 0 }) }
  }
}

const ACTS: Record<string, Act> = {
  find: readView,
  count: readView,
  distinct: readView,
  aggregate(call, view) {
    const [first] = call.body.get('pipeline')?.elements ?? []
    if (first?.isDocument && first.document.get('$collStats')) {
      const { message } = notCollection(view.namespace)
      throw new CommandError(166, `PlanExecutor error during aggregation :: caused by :: ${message}`)
    }
    return readView(call, view)
  },
  insert: write('documents'),
  update: write('updates'),
  delete: write('deletes'),
  findAndModify: refuse,
  findandmodify: refuse,
  createIndexes: refuse,
  dropIndexes: refuse,
  deleteIndexes: refuse,
  listIndexes: refuse,
  collStats: refuse,
  collstats: refuse,
  validate() {
    throw new CommandError(166, 'Cannot validate a view')
  },
  create(_call, view) {
    checkSame(view)
    return {}
  },
  collMod: changeView,
  drop({ services }, { namespace, record }) {
    services.store.find(catalogOf(namespace.slice(0, namespace.indexOf('.'))))?.remove(record)
    return { ns: namespace }
  },
}

/** Answers a command that names a view; undefined if it names none. */
export function onView(call: Call): Reply | Wait | undefined {
  const { name, services, body } = call
  if (name === 'explain') return explainView(call)
  if (name === 'renameCollection') checkRename(call)
  const act = Object.hasOwn(ACTS, name) ? ACTS[name] : undefined
  const target = body.fields[0]!.value
  if (!act || target.type !== TYPE.string) return undefined
  const view = viewOf(services.store, `${call.database}.${target.text}`)
  return view && act(call, view)
}

function checkRename({ services: { store }, body }: Call): void {
  const [from, to] = [body.fields[0]!.value, body.get('to')]
  if (from.type === TYPE.string && viewOf(store, from.text))
    throw new CommandError(166, `cannot rename view: ${from.text}`)
  if (to?.type === TYPE.string && viewOf(store, to.text))
    throw new CommandError(48, `a view already exists with that name: ${to.text}`)
}

/** A view is explained as what is done with the collection below it. */
function explainView(call: Call): Reply | Wait | undefined {
  const { body, services, database } = call
  const inner = body.fields[0]!.value
  const first = inner.isDocument ? inner.document.fields[0] : undefined
  if (first?.value.type !== TYPE.string) return undefined
  const view = viewOf(services.store, `${database}.${first.value.text}`)
  if (!view) return undefined
  const asked = { ...call, name: first.name, body: inner.document }
  if (!['find', 'count', 'distinct', 'aggregate'].includes(first.name)) return ACTS[first.name]?.(asked, view)
  const { on, pipeline } = resolveView(services.store, view.namespace)!
  const aggregate = asAggregate(asked, view)
  const whole = [...pipeline, ...aggregate.get('pipeline')!.elements]
  const changed = documentOf(
    aggregate.fields.map(({ name, value }) => {
      if (name === 'aggregate') return [name, text(on)] as const
      return [name, name === 'pipeline' ? encode({ whole }).get('whole')! : value] as const
    }),
  )
  const rest = body.fields.slice(1).map(({ name, value }) => [name, value] as const)
  const explain = services.commands.get('explain')!
  return explain.run({ ...call, body: documentOf([['explain', object(changed)], ...rest]) })
}
