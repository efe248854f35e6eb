/** `configureFailPoint`: has commands fail on purpose, for the tests of clients. */
import { TYPE } from '../../bson/bson-type.ts'
import type { Reply } from '../../bson/encode.ts'
import type { Call, Command } from '../../command.ts'
import { CommandError } from '../../command-error.ts'

export default {
  names: ['configureFailPoint'],
  fields: { mode: 'any', data: 'any' },
  adminOnly: true,
  run: configureFailPoint,
} satisfies Command

function configureFailPoint({ services, body }: Call): Reply {
  const name = body.fields[0]!.value
  if (name.type !== TYPE.string) throw new CommandError(14, 'Expected a string for configureFailPoint')
  const count = services.failPoints!.configure(name.text, body.get('mode'), body.get('data'))
  return { count: BigInt(count) }
}
