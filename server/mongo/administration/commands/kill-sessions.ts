/** `killSessions`: ends what sessions have under way, cursors and commands; none named means all. */
import { valuesArgument } from '../../arguments.ts'
import type { Reply } from '../../bson/encode.ts'
import type { Call, Command } from '../../command.ts'
import { sessionOf, sessionText } from '../../session.ts'

export default {
  names: ['killSessions', 'killAllSessions', 'killAllSessionsByPattern'],
  fields: {},
  run: killSessions,
} satisfies Command

function killSessions(call: Call): Reply {
  const { cursors, clients } = call.services
  const given = valuesArgument(call, call.name)
  const named = new Set(given.map((value) => (value.isDocument ? sessionText(value.document) : undefined)))
  const all = call.name !== 'killSessions' || given.length === 0
  const isMeant = (session: string | undefined) => session !== undefined && (all || named.has(session))
  cursors.closeAll(({ session }) => isMeant(session))
  for (const { operation } of clients.values()) {
    if (operation && isMeant(sessionOf(operation.call))) operation.killed = true
  }
  return {}
}
