/** `buildInfo`: which server is this? */
import type { Command } from '../command.ts'
import { MAX_DOCUMENT } from '../storage/store.ts'

export default {
  names: ['buildInfo', 'buildinfo'],
  fields: {},
  lenient: true,
  run: ({ services }) => ({
    version: services.version,
    versionArray: [...services.version.split('.').map(Number), 0],
    gitVersion: 'meanwhile',
    modules: [],
    bits: 64,
    debug: false,
    maxBsonObjectSize: MAX_DOCUMENT,
    storageEngines: ['memory'],
  }),
} satisfies Command
