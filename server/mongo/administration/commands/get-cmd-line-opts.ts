/** `getCmdLineOpts`: how the server was started. */
import type { Command } from '../../command.ts'

export default {
  names: ['getCmdLineOpts'],
  fields: {},
  lenient: true,
  adminOnly: true,
  run: ({ services }) => {
    const port = services.host.split(':').at(-1)!
    return { argv: ['mongod', '--port', port], parsed: { net: { port: Number(port) } } }
  },
} satisfies Command
