/** `isMaster`: how `hello` was called before. */
import type { Command } from '../command.ts'
import { hello } from './hello.ts'

export default { names: ['isMaster', 'ismaster'], fields: {}, lenient: true, run: hello } satisfies Command
