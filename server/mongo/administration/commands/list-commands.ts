/** `listCommands`: what the server understands. */

import type { Reply } from '../../bson/encode.ts'
import type { Call, Command } from '../../command.ts'

export default { names: ['listCommands'], fields: {}, lenient: true, run: listCommands } satisfies Command

function listCommands({ services }: Call): Reply {
  const commands = new Set(services.commands.values())
  const described = Array.from(commands, ({ names, adminOnly = false }) => {
    return [names[0]!, { help: '', requiresAuth: true, secondaryOk: true, adminOnly }] as const
  })
  return { commands: Object.fromEntries(described.sort(([a], [b]) => (a < b ? -1 : 1))) }
}
