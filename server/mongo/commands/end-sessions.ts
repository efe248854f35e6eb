/** `endSessions`: a client says goodbye. Sessions keep nothing here, so there is nothing to end. */
import type { Command } from '../command.ts'

export default { names: ['endSessions'], fields: {}, run: () => ({}) } satisfies Command
