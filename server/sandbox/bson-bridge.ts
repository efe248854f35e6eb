/**
 * BSON for guests, encoded and decoded outside the virtual machine (as PyMongo does in C): documents cross as
 * JSON in which only what JSON lacks is wrapped, in MongoDB's Extended JSON.
 */
import { BSON, EJSON, Long } from 'bson'
import { fromByteString, toByteString } from '../kernel/byte-string.ts'

/** The document in `json` as BSON, or a message that begins with `!`. */
export function encodeBson(json: string): string {
  try {
    return toByteString(BSON.serialize(EJSON.parse(json, { relaxed: false }) as object))
  } catch (error) {
    return `!${(error as Error).message}`
  }
}

/** The BSON document in `bytes` as JSON, or a message that begins with `!`. */
export function decodeBson(bytes: string): string {
  try {
    const document = BSON.deserialize(fromByteString(bytes), { promoteLongs: false })
    return EJSON.stringify(plainLongs(document), { relaxed: true })
  } catch (error) {
    return `!${(error as Error).message}`
  }
}

/** Longs that a number holds exactly become numbers; others stay wrapped instead of losing digits. */
function plainLongs(value: unknown): unknown {
  if (value instanceof Long) return longValue(value)
  if (Array.isArray(value)) return value.map(plainLongs)
  if (typeof value !== 'object' || value === null || '_bsontype' in value || value instanceof Date)
    return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainLongs(inner)]))
}

function longValue(value: Long): unknown {
  const number = value.toNumber()
  return Number.isSafeInteger(number) ? number : { $numberLong: value.toString() }
}
