/** `startSession`: a session by name, for clients that don't make up their own. */

import { encode } from '../../bson/encode.ts'
import { newUuid } from '../../bson/uuid.ts'
import { object } from '../../bson/values.ts'
import type { Command } from '../../command.ts'
import { useSession } from '../sessions.ts'

export default {
  names: ['startSession'],
  fields: {},
  run({ services }) {
    const id = { id: newUuid(services.random) }
    useSession(services, object(encode(id)))
    return { id, timeoutMinutes: 30 }
  },
} satisfies Command
