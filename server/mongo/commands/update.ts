/** `update`: changes the first document that each statement means, or all of them, or inserts one if there is none. */
import { fieldOf, flagArgument, hintArgument, namespaceOf } from '../arguments.ts'
import type { Document, Value } from '../bson/document.ts'
import type { Reply } from '../bson/encode.ts'
import { isTrue } from '../bson/truth.ts'
import type { Call, Command } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { documentsIn, scopeOfStatement, statementsOf } from '../update/statement.ts'
import { compileUpdate, type Update } from '../update/update.ts'
import { changeAll, changeFirst } from '../update/update-records.ts'
import { refuseExpression } from '../update/upsert.ts'
import { runStatements } from '../update/write-errors.ts'

export default {
  names: ['update'],
  fields: { updates: 'array', ordered: 'bool', let: 'object', bypassDocumentValidation: 'flag' },
  run: update,
} satisfies Command

const FIELDS = {
  q: 'object',
  u: 'any',
  c: 'object',
  multi: 'bool',
  upsert: 'bool',
  collation: 'object',
  arrayFilters: 'array',
  hint: 'any',
} as const

function update(call: Call): Reply {
  const namespace = namespaceOf(call)
  const statements = statementsOf(call, 'updates', FIELDS, ['q', 'u'])
  const upserted: Reply[] = []
  let n = 0
  let nModified = 0
  const failures = runStatements(call, statements, (statement, index) => {
    const result = runStatement(call, namespace, statement)
    n += result.matched
    nModified += result.modified
    if (!result.upserted) return
    n++
    upserted.push({ index, _id: result.upserted })
  })
  return { n, ...failures, ...(upserted.length > 0 && { upserted }), nModified }
}

interface Result {
  matched: number
  modified: number
  upserted?: Value
}

function runStatement(call: Call, namespace: string, statement: Document): Result {
  const { store, newId } = call.services
  const filter = statement.get('q')!.document
  const constants = fieldOf(statement, 'c')?.document
  const scope = scopeOfStatement(call, statement, constants)
  const arrayFilters = documentsIn(fieldOf(statement, 'arrayFilters'), 'update.updates.arrayFilters')
  const change = compileUpdate(statement.get('u')!, { scope, arrayFilters, newId })
  const multi = isTrue(statement.get('multi'))
  checkKind(change, multi, constants)
  const upsert = isTrue(statement.get('upsert'))
  if (upsert) refuseExpression(filter)
  const collection = store.find(namespace)
  const query = { filter, scope, hint: hintArgument(call, statement) }
  const bypass = flagArgument(call, 'bypassDocumentValidation', false)
  const result = (multi ? changeAll : changeFirst)(collection, query, change, bypass)
  if (result.matched > 0 || !upsert) return result
  const { document } = store.getOrCreate(namespace).insert(change.upsert(filter), bypass)
  return { ...result, upserted: document.get('_id')! }
}

function checkKind({ kind }: Update, multi: boolean, constants: Document | undefined): void {
  if (constants && kind !== 'pipeline') {
    throw new CommandError(51198, 'Constant values may only be specified for pipeline updates')
  }
  if (multi && kind === 'replace') {
    throw new CommandError(9, 'multi update is not supported for replacement-style update')
  }
}
