/** `startSession`: a session by name, for clients that don't make up their own. */

import { newUuid } from '../../bson/uuid.ts'
import type { Command } from '../../command.ts'

export default {
  names: ['startSession'],
  fields: {},
  run: ({ services }) => ({ id: { id: newUuid(services.random) }, timeoutMinutes: 30 }),
} satisfies Command
