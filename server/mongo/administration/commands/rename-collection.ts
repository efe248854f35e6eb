/** `renameCollection`: gives a collection another name, in the same database or another. */
import { flagArgument, required } from '../../arguments.ts'
import { TYPE } from '../../bson/bson-type.ts'
import type { Value } from '../../bson/document.ts'
import type { Reply } from '../../bson/encode.ts'
import type { Call, Command } from '../../command.ts'
import { CommandError } from '../../command-error.ts'
import { checkNamespace, checkNewCollection } from '../../storage/namespace.ts'
import { wrongType } from '../../wrong-type.ts'

export default {
  names: ['renameCollection'],
  fields: { to: 'string', dropTarget: 'flag', stayTemp: 'flag' },
  run: rename,
} satisfies Command

function rename(call: Call): Reply {
  const { store } = call.services
  if (call.database !== 'admin') {
    throw new CommandError(13, 'renameCollection may only be run against the admin database.')
  }
  const to = call.body.get('to')
  if (!to) throw required(call, 'to')
  const from = nameIn(call.body.fields[0]!.value)
  const target = nameIn(to)
  checkNewCollection(target)
  const collection = store.find(from)
  if (!collection) throw new CommandError(26, `Source collection ${from} does not exist`)
  if (from === target) throw new CommandError(20, "Can't rename a collection to itself")
  const inTheWay = store.find(target)
  if (inTheWay && !flagArgument(call, 'dropTarget', false))
    throw new CommandError(48, 'target namespace exists')
  if (inTheWay) store.drop(inTheWay)
  store.rename(collection, target)
  return {}
}

function nameIn(value: Value): string {
  if (value.type === TYPE.string)
    return checkNamespace(value.text.includes('.') ? value.text : `${value.text}.`)
  throw wrongType('renameCollection.renameCollection', value, 'string')
}
