/** `insert`: stores documents, in order, until one is refused (or past it, if `ordered` is false). */
import { documentsArgument, flagArgument, namespaceOf } from '../arguments.ts'
import type { Reply } from '../bson/encode.ts'
import type { Call, Command } from '../command.ts'
import { stamped } from '../update/update.ts'
import { runStatements } from '../update/write-errors.ts'

export default {
  names: ['insert'],
  fields: { documents: 'array', ordered: 'bool', bypassDocumentValidation: 'flag' },
  run: insert,
} satisfies Command

function insert(call: Call): Reply {
  const { store, now } = call.services
  const namespace = namespaceOf(call)
  const documents = documentsArgument(call, 'documents')
  const bypass = flagArgument(call, 'bypassDocumentValidation', false)
  const time = { now: now() }
  let n = 0
  const failures = runStatements(call, documents, (document) => {
    store.getOrCreate(namespace).insert(stamped(document, time), bypass)
    n++
  })
  return { n, ...failures }
}
