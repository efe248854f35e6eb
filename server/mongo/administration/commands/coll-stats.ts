/** `collStats`: how large a collection is. */
import { namespaceOf } from '../../arguments.ts'
import type { Reply } from '../../bson/encode.ts'
import { toNumber } from '../../bson/numbers.ts'
import type { Call, Command } from '../../command.ts'
import { CommandError } from '../../command-error.ts'
import { storageStats } from '../statistics.ts'

export default {
  names: ['collStats', 'collstats'],
  fields: { scale: 'integer', queryExecStats: 'object', waitForLock: 'flag', numericOnly: 'flag' },
  run: collStats,
} satisfies Command

function collStats(call: Call): Reply {
  const ns = namespaceOf(call)
  const scaleFactor = scaleOf(call)
  return { ns, ...storageStats(call.services.store.find(ns), scaleFactor) }
}

/** By how much sizes are divided; 1 by default. */
export function scaleOf(call: Call): number {
  const value = call.body.get('scale')
  const scale = value ? Math.trunc(toNumber(value)) : 1
  if (scale >= 1) return scale
  throw new CommandError(51024, `BSON field 'scale' value must be >= 1, actual value '${scale}'`)
}
