/** `findAndModify`: changes or takes out one document, and answers with it as it was or as it has become. */
import { documentArgument, fieldOf, flagArgument, hintArgument, namespaceOf } from '../arguments.ts'
import type { Document } from '../bson/document.ts'
import type { Reply } from '../bson/encode.ts'
import type { Call, Command } from '../command.ts'
import { CommandError, inContext } from '../command-error.ts'
import { type Query, scan } from '../plan/selection.ts'
import { compileProjection } from '../query/projection.ts'
import type { Scope } from '../scope.ts'
import { documentsIn, EMPTY_DOCUMENT, scopeOfStatement } from '../update/statement.ts'
import { compileUpdate } from '../update/update.ts'
import { changeRecord } from '../update/update-records.ts'
import { refuseExpression } from '../update/upsert.ts'

export default {
  names: ['findAndModify', 'findandmodify'],
  fields: {
    query: 'object',
    sort: 'object',
    fields: 'object',
    remove: 'flag',
    update: 'any',
    new: 'flag',
    upsert: 'flag',
    arrayFilters: 'array',
    bypassDocumentValidation: 'flag',
    collation: 'object',
    hint: 'any',
    let: 'object',
  },
  run: findAndModify,
} satisfies Command

function findAndModify(call: Call): Reply {
  const namespace = namespaceOf(call)
  checkFlags(call)
  const scope = scopeOfStatement(call, call.body)
  const query = {
    filter: documentArgument(call, 'query') ?? EMPTY_DOCUMENT,
    scope,
    sort: documentArgument(call, 'sort'),
    hint: hintArgument(call),
    limit: 1,
  }
  const project = compileProjection(documentArgument(call, 'fields') ?? EMPTY_DOCUMENT, scope, query.filter)
  const { value, ...lastErrorObject } = flagArgument(call, 'remove', false)
    ? remove(call, namespace, query)
    : update(call, namespace, query, scope)
  return { lastErrorObject, value: value ? inPlan(() => project(value)) : null }
}

function checkFlags(call: Call): void {
  const remove = flagArgument(call, 'remove', false)
  const change = fieldOf(call.body, 'update')
  const problem = remove ? problemWithRemove(call) : problemWithUpdate(call)
  if (!remove && !change) throw failed('Either an update or remove=true must be specified')
  if (problem) throw failed(problem)
}

function problemWithRemove(call: Call): string | undefined {
  if (fieldOf(call.body, 'update')) return 'Cannot specify both an update and remove=true'
  if (flagArgument(call, 'upsert', false)) return 'Cannot specify both upsert=true and remove=true '
  if (flagArgument(call, 'new', false)) {
    return "Cannot specify both new=true and remove=true; 'remove' always returns the deleted document"
  }
  return fieldOf(call.body, 'arrayFilters') && 'Cannot specify arrayFilters and remove=true'
}

function problemWithUpdate(call: Call): string | undefined {
  const isPipeline = fieldOf(call.body, 'update')?.isArray === true
  const filters = isPipeline && fieldOf(call.body, 'arrayFilters')
  return filters ? 'Cannot specify arrayFilters and a pipeline update' : undefined
}

function failed(message: string): CommandError {
  return new CommandError(9, message)
}

/** The document that is answered, and what is told about the operation. */
interface Result extends Reply {
  readonly value: Document | null
}

function remove(call: Call, namespace: string, query: Query): Result {
  const collection = call.services.store.find(namespace)
  const [record] = inPlan(() => [...scan(collection, query)])
  if (!record) return { n: 0, value: null }
  const { document } = record
  collection!.remove(record)
  return { n: 1, value: document }
}

function update(call: Call, namespace: string, query: Query, scope: Scope): Result {
  const { store, newId } = call.services
  const filters = fieldOf(call.body, 'arrayFilters')
  const arrayFilters = documentsIn(filters, `${call.name}.arrayFilters`)
  const change = compileUpdate(call.body.get('update')!, { scope, arrayFilters, newId })
  const upsert = flagArgument(call, 'upsert', false)
  const bypass = flagArgument(call, 'bypassDocumentValidation', false)
  const wantsNew = flagArgument(call, 'new', false)
  if (upsert) refuseExpression(query.filter)
  const collection = store.find(namespace)
  return inPlan(() => {
    const [record] = scan(collection, query)
    if (record) {
      const { document } = record
      changeRecord(collection!, record, query, change, bypass)
      return { n: 1, updatedExisting: true, value: wantsNew ? record.document : document }
    }
    if (!upsert) return { n: 0, updatedExisting: false, value: null }
    const { document } = store.getOrCreate(namespace).insert(change.upsert(query.filter), bypass)
    const upserted = document.get('_id')!
    return { n: 1, updatedExisting: false, upserted, value: wantsNew ? document : null }
  })
}

/** Errors that arise once documents are looked at say so. */
function inPlan<Answer>(run: () => Answer): Answer {
  try {
    return run()
  } catch (error) {
    throw inContext(error, 'Plan executor error during findAndModify')
  }
}
