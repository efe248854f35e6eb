/** `ping`: is anybody there? */
import type { Command } from '../command.ts'

export default { names: ['ping'], fields: {}, lenient: true, run: () => ({}) } satisfies Command
