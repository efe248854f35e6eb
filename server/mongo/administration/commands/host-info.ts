/** `hostInfo`: on which machine the server runs, as far as a portable server can know. */
import type { Command } from '../../command.ts'

export default {
  names: ['hostInfo'],
  fields: {},
  lenient: true,
  run: ({ services }) => ({
    system: { currentTime: new Date(services.now()), hostname: services.host, cpuAddrSize: 64 },
    os: {},
    extra: {},
  }),
} satisfies Command
