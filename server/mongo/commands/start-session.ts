/** `startSession`: a session by name, for clients that don't make up their own. */
import type { Command } from '../command.ts'
import { newUuid } from '../uuid.ts'

export default {
  names: ['startSession'],
  fields: {},
  run: ({ services }) => ({ id: { id: newUuid(services.random) }, timeoutMinutes: 30 }),
} satisfies Command
