/** `refreshSessions`: sessions never grow old here. */
import type { Command } from '../../command.ts'

export default { names: ['refreshSessions'], fields: {}, run: () => ({}) } satisfies Command
