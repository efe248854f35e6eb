/** `delete`: takes out the first document that each statement means, or all of them. */
import { hintArgument, namespaceOf } from '../arguments.ts'
import type { Document } from '../bson/document.ts'
import type { Reply } from '../bson/encode.ts'
import { toNumber } from '../bson/numbers.ts'
import type { Call, Command } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { select } from '../plan/selection.ts'
import { isNumber } from '../update/modifier.ts'
import { scopeOfStatement, statementsOf } from '../update/statement.ts'
import { runStatements } from '../update/write-errors.ts'

export default {
  names: ['delete'],
  fields: { deletes: 'array', ordered: 'bool', let: 'object' },
  run: remove,
} satisfies Command

const FIELDS = { q: 'object', limit: 'any', collation: 'object', hint: 'any' } as const

function remove(call: Call): Reply {
  const namespace = namespaceOf(call)
  const statements = statementsOf(call, 'deletes', FIELDS, ['q', 'limit'])
  const limits = statements.map(limitOf)
  let n = 0
  const failures = runStatements(call, statements, (statement, index) => {
    const collection = call.services.store.find(namespace)
    const records = select(collection, {
      filter: statement.get('q')!.document,
      scope: scopeOfStatement(call, statement),
      hint: hintArgument(call, statement),
      limit: limits[index],
    })
    for (const record of records) {
      collection!.remove(record)
      n++
    }
  })
  return { n, ...failures }
}

function limitOf(statement: Document): number {
  const value = statement.get('limit')!
  const limit = isNumber(value) ? toNumber(value) : 0
  if (limit === 0 || limit === 1) return limit
  throw new CommandError(9, `The limit field in delete objects must be 0 or 1. Got ${limit}`)
}
