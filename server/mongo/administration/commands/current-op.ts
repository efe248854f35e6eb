/** `currentOp`: what is going on. */

import { scopeOf } from '../../arguments.ts'
import type { Reply } from '../../bson/encode.ts'
import { documentOf } from '../../bson/values.ts'
import type { Call, Command } from '../../command.ts'
import { compileFilter } from '../../query/filter.ts'
import { operations } from '../operations.ts'

export default {
  names: ['currentOp'],
  fields: {},
  lenient: true,
  adminOnly: true,
  run: currentOp,
} satisfies Command

/** Fields that mongod doesn't know are conditions on what is listed. */
function currentOp(call: Call): Reply {
  const rest = call.body.fields.slice(1).filter(({ name }) => !/^(\$|lsid$|comment$|maxTimeMS$)/.test(name))
  const isMeant = compileFilter(documentOf(rest.map(({ name, value }) => [name, value])), scopeOf(call))
  const all = call.body.get('$all')?.boolean === true
  return { inprog: operations(call, all).filter((document) => isMeant(document)) }
}
