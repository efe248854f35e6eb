/** Logging in fails, as on a mongod without users, where everybody may do everything; logging out is easy. */

import type { Reply } from '../../bson/encode.ts'
import type { Call, Command } from '../../command.ts'
import { CommandError } from '../../command-error.ts'

export default {
  names: ['saslStart', 'saslContinue', 'authenticate', 'logout'],
  fields: {},
  lenient: true,
  run: authenticate,
} satisfies Command

function authenticate({ name }: Call): Reply {
  if (name === 'logout') return {}
  if (name === 'saslContinue') throw new CommandError(17, 'No SASL session state found')
  throw new CommandError(18, 'Authentication failed.')
}
