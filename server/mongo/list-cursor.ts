/** The cursor option of commands that list things. */
import { documentArgument } from './arguments.ts'
import { toNumber } from './bson/numbers.ts'
import type { Call } from './command.ts'

/** How many entries the client wants in the first batch, if it says. */
export function batchSizeOf(call: Call): number | undefined {
  const size = documentArgument(call, 'cursor')?.get('batchSize')
  return size && toNumber(size)
}
