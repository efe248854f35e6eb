/** `expireAfterSeconds` of a whole collection: documents end so long after the time that each of them states. */
import { RANK, TYPE, typeName } from '../../bson/bson-type.ts'
import type { Value } from '../../bson/document.ts'
import { toNumber } from '../../bson/numbers.ts'
import { CommandError } from '../../command-error.ts'

const MOST = 2_147_483_647

/** The seconds; undefined for none and for `off`. Throws mongod's errors. */
export function readExpiry(value: Value | undefined, command: string): number | undefined {
  if (!value || (value.type === TYPE.string && value.text === 'off')) return undefined
  if (value.rank !== RANK.number) {
    throw new CommandError(
      14,
      `BSON field '${command}.expireAfterSeconds' is the wrong type '${typeName(value.type)}', expected types '[string, long, int, decimal, double]'`,
    )
  }
  const seconds = Math.trunc(toNumber(value))
  if (seconds < 0) throw new CommandError(72, "TTL index 'expireAfterSeconds' option cannot be less than 0")
  if (seconds > MOST) {
    throw new CommandError(
      72,
      `TTL index 'expireAfterSeconds' option must be within an acceptable range, try a lower number. Max: ${MOST}`,
    )
  }
  return seconds
}
