/** What mongod doesn't let clients do with a time series: most updates, and indexes that would compare measurements. */
import { documentsArgument, flagArgument, namespaceOf } from '../../arguments.ts'
import type { Document, Field } from '../../bson/document.ts'
import { isTrue } from '../../bson/truth.ts'
import type { Call } from '../../command.ts'
import { CommandError } from '../../command-error.ts'
import { invalid } from './time-series.ts'

/** `meta`: the field that can be updated. Each throws mongod's error for what it doesn't allow. */
type Check = (call: Call, meta: string | undefined) => void

/** The commands that aren't free to do what they do elsewhere. */
export const checksOfTimeSeries: Record<string, Check> = {
  update(call, meta) {
    for (const statement of documentsArgument(call, 'updates')) checkUpdate(statement, meta)
  },
  findAndModify: checkModify,
  findandmodify: checkModify,
  createIndexes(call) {
    for (const index of documentsArgument(call, 'indexes')) checkIndex(index)
  },
}

function checkModify(call: Call): void {
  if (flagArgument(call, 'remove', false)) return
  throw new CommandError(166, `Namespace ${namespaceOf(call)} is a timeseries collection`)
}

function checkIndex(index: Document): void {
  const kind = ['unique', 'sparse'].find((name) => isTrue(index.get(name)))
  if (!kind) return
  const name = kind === 'unique' ? 'Unique' : 'Sparse'
  throw invalid(`${name} indexes are not supported on time-series collections`)
}

const UPDATE = 'Cannot perform an update on a time-series collection'

function checkUpdate(statement: Document, meta: string | undefined): void {
  if (!isTrue(statement.get('multi')))
    throw invalid('Cannot perform a non-multi update on a time-series collection')
  if (isTrue(statement.get('upsert'))) throw invalid('Cannot perform an upsert on a time-series collection')
  if (meta === undefined) throw invalid(`${UPDATE} that does not have a metaField`)
  for (const field of statement.get('q')?.document.fields ?? []) checkCondition(field, meta)
  const change = statement.get('u')
  if (change?.isArray) throw invalid(`${UPDATE} using a pipeline update`)
  for (const operator of change?.document.fields ?? []) checkOperator(operator, meta)
}

function checkOperator({ name, value }: Field, meta: string): void {
  if (!name.startsWith('$')) throw invalid(`${UPDATE} using a replacement document`)
  if (!value.isDocument) return
  const { fields } = value.document
  const renamed = name === '$rename' ? fields.map((field) => field.value.text) : []
  if ([...fields.map((field) => field.name), ...renamed].every((path) => isMeta(path, meta))) return
  throw invalid(`${UPDATE} which updates a field that is not the metaField '${meta}'`)
}

function isMeta(path: string, meta: string): boolean {
  return path.split('.')[0] === meta
}

function checkCondition({ name, value }: Field, meta: string): void {
  const what = 'performing an update or delete on a time-series collection'
  if (name === '$expr' || name === '$where') throw invalid(`Cannot use ${name} when ${what}`)
  if (name.startsWith('$')) {
    const parts = value.isArray ? value.elements.filter(({ isDocument }) => isDocument) : []
    for (const field of parts.flatMap(({ document }) => document.fields)) checkCondition(field, meta)
  } else if (!isMeta(name, meta)) {
    throw invalid(
      `Cannot perform an update or delete on a time-series collection when querying on a field that is not the metaField '${meta}'`,
    )
  }
}
