/** `killCursors`: the client has seen enough. */
import { required, valuesArgument } from '../arguments.ts'
import { TYPE, typeName } from '../bson/bson-type.ts'
import type { Value } from '../bson/document.ts'
import type { Reply } from '../bson/encode.ts'
import type { Call, Command } from '../command.ts'
import { badValue } from '../command-error.ts'
import { wrongType } from '../wrong-type.ts'

export default { names: ['killCursors'], fields: { cursors: 'array' }, run: killCursors } satisfies Command

/** Cursors of commands without a collection, such as `$cmd.aggregate`, are killed by that name. */
function killCursors(call: Call): Reply {
  const { type } = call.body.fields[0]!.value
  if (type !== TYPE.string) throw badValue(`collection name has invalid type ${typeName(type)}`)
  if (!call.body.get('cursors')) throw required(call, 'cursors')
  const killed: Value[] = []
  const unknown: Value[] = []
  for (const [index, value] of valuesArgument(call, 'cursors').entries()) {
    const list = call.services.cursors.close(idOf(value, index)) ? killed : unknown
    list.push(value)
  }
  return { cursorsKilled: killed, cursorsNotFound: unknown, cursorsAlive: [], cursorsUnknown: [] }
}

function idOf(value: Value, index: number): bigint {
  if (value.type === TYPE.long) return value.int64
  throw wrongType(`killCursors.cursors.${index}`, value, 'long')
}
