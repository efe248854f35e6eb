/** `usersInfo`: the users of a database; there are none. */
import type { Command } from '../../command.ts'

export default {
  names: ['usersInfo'],
  fields: {},
  lenient: true,
  run: () => ({ users: [] }),
} satisfies Command
