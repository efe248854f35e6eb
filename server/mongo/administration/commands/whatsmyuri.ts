/** `whatsmyuri`: under which address the server sees the client. */
import type { Command } from '../../command.ts'

export default {
  names: ['whatsmyuri'],
  fields: {},
  lenient: true,
  run: ({ client }) => ({ you: client.address }),
} satisfies Command
