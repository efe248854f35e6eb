/** `killCursors`: the client has seen enough. */
import { namespaceOf, valuesArgument } from '../arguments.ts'
import { TYPE, typeName } from '../bson-type.ts'
import type { Call, Command } from '../command.ts'
import { CommandError } from '../command-error.ts'
import type { Value } from '../document.ts'
import type { Reply } from '../encode.ts'

export default { names: ['killCursors'], fields: { cursors: 'array' }, run: killCursors } satisfies Command

function killCursors(call: Call): Reply {
  namespaceOf(call)
  const killed: Value[] = []
  const unknown: Value[] = []
  for (const value of valuesArgument(call, 'cursors')) {
    const list = call.services.cursors.close(idOf(value)) ? killed : unknown
    list.push(value)
  }
  return { cursorsKilled: killed, cursorsNotFound: unknown, cursorsAlive: [], cursorsUnknown: [] }
}

function idOf(value: Value): bigint {
  if (value.type === TYPE.long) return value.int64
  throw new CommandError(
    14,
    `BSON field 'killCursors.cursors.0' is the wrong type '${typeName(value.type)}', expected type 'long'`,
  )
}
