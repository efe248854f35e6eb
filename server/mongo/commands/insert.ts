/** `insert`: stores documents, in order, until one is refused (or past it, if `ordered` is false). */
import { documentsArgument, flagArgument, namespaceOf } from '../arguments.ts'
import type { Call, Command } from '../command.ts'
import { CommandError } from '../command-error.ts'
import type { Document } from '../document.ts'
import type { Reply } from '../encode.ts'

const MAX_BATCH = 100_000

export default {
  names: ['insert'],
  fields: { documents: 'array', ordered: 'flag', bypassDocumentValidation: 'flag' },
  run: insert,
} satisfies Command

function insert(call: Call): Reply {
  const namespace = namespaceOf(call)
  const documents = documentsArgument(call, 'documents')
  const ordered = flagArgument(call, 'ordered', true)
  if (documents.length < 1 || documents.length > MAX_BATCH) {
    const found = `Got ${documents.length} operations.`
    throw new CommandError(16, `Write batch sizes must be between 1 and ${MAX_BATCH}. ${found}`)
  }
  const errors: Reply[] = []
  let inserted = 0
  for (const [index, document] of documents.entries()) {
    const error = tryInsert(call, namespace, document)
    if (error) errors.push({ index, code: error.code, ...error.extra, errmsg: error.message })
    else inserted++
    if (error && ordered) break
  }
  return errors.length > 0 ? { n: inserted, writeErrors: errors } : { n: inserted }
}

function tryInsert({ services }: Call, namespace: string, document: Document): CommandError | undefined {
  try {
    services.store.insert(namespace, document)
    return undefined
  } catch (error) {
    if (error instanceof CommandError) return error
    throw error
  }
}
