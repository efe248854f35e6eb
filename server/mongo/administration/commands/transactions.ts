/** `commitTransaction` and `abortTransaction`: a standalone server has no transactions to end. */
import type { Call, Command } from '../../command.ts'
import { CommandError } from '../../command-error.ts'

export default {
  names: ['commitTransaction', 'abortTransaction'],
  fields: { recoveryToken: 'object' },
  adminOnly: true,
  run({ name }: Call): never {
    throw new CommandError(125, `${name} must be run within a transaction`)
  },
} satisfies Command
