/** `getLog`: the latest lines of the server's log. It keeps none, and has nothing to warn of at its start. */
import { TYPE } from '../../bson/bson-type.ts'
import type { Reply } from '../../bson/encode.ts'
import type { Call, Command } from '../../command.ts'
import { CommandError } from '../../command-error.ts'

const LOGS = ['global', 'startupWarnings']

export default {
  names: ['getLog'],
  fields: {},
  lenient: true,
  adminOnly: true,
  run: getLog,
} satisfies Command

function getLog({ body }: Call): Reply {
  const { value } = body.fields[0]!
  if (value.type !== TYPE.string) throw new CommandError(14, 'Argument to getLog must be of type String')
  if (value.text === '*') return { names: LOGS }
  if (!LOGS.includes(value.text)) throw new CommandError(96, `No log named '${value.text}'`)
  return { totalLinesWritten: 0, log: [] }
}
