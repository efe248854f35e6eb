/** `min` and `max` of a `find`: keys of the index that its hint names. */
import type { Document, Value } from '../bson/document.ts'
import { CommandError } from '../command-error.ts'
import type { Query } from '../query/query.ts'
import type { Index } from '../storage/index.ts'

/** The two keys of the index. Throws mongod's errors if there's no index, or if it has other fields. */
export function readLimits({ min, max }: Query, index: Index | undefined): (Value[] | undefined)[] {
  if (!index) {
    throw new CommandError(51173, 'When using min()/max() a hint of which index to use must be provided')
  }
  return [min, max].map((limit) => limit && keyOf(limit, index))
}

function keyOf(limit: Document, { options }: Index): Value[] {
  const names = limit.fields.map(({ name }) => name).join()
  if (names === options.fields.map(({ path }) => path).join()) return limit.fields.map(({ value }) => value)
  throw new CommandError(51174, 'The index of the hint has other fields than min and max')
}
