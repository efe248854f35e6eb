/** `ping`: is anybody there? */
import type { Command } from '../command.ts'

export default { names: ['ping'], fields: {}, run: () => ({}) } satisfies Command
