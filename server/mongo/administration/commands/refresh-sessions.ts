/** `refreshSessions`: what it renews is noted where all sessions are. */
import type { Command } from '../../command.ts'

export default { names: ['refreshSessions'], fields: {}, run: () => ({}) } satisfies Command
