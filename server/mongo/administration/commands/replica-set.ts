/** Commands for members of a replica set, which this server isn't. */
import type { Command } from '../../command.ts'
import { CommandError } from '../../command-error.ts'

export default {
  names: ['replSetGetStatus', 'replSetGetConfig', 'replSetInitiate', 'replSetStepDown', 'replSetFreeze'],
  fields: {},
  lenient: true,
  adminOnly: true,
  run({ name }): never {
    const initiate = 'This node was not started with replication enabled.'
    throw new CommandError(76, name === 'replSetInitiate' ? initiate : 'not running with --replSet')
  },
} satisfies Command
