/** `getDefaultRWConcern`: only replica sets have defaults for their concerns. */
import type { Command } from '../../command.ts'
import { CommandError } from '../../command-error.ts'

export default {
  names: ['getDefaultRWConcern'],
  fields: { inMemory: 'flag' },
  adminOnly: true,
  run({ name }): never {
    throw new CommandError(51300, `'${name}' is not supported on standalone nodes.`)
  },
} satisfies Command
