/** Documents, and the few types of theirs that JSON doesn't have. */
import { ObjectId } from 'object-id'
import { InvalidDocument } from 'pymongo-errors'

export { ObjectId } from 'object-id'

/** Any document. */
export type Document = Record<string, unknown>

/**
 * A 64-bit integer that a number can't hold (BSON type int64): PyMongo
 * gives these as Python's own integers, which JavaScript has not.
 *
 * ```ts blocked
 * import { Long, MongoClient } from 'pymongo'
 *
 * export function main() {
 *   const numbers = new MongoClient().db('test').collection('numbers')
 *   numbers.insertOne({ n: new Long('9007199254740993') })
 *   console.log(String(numbers.findOne()?.n))
 * }
 * ```
 */
export class Long {
  readonly digits: string
  constructor(digits: string) {
    this.digits = digits
  }
  toString(): string {
    return this.digits
  }
  toJSON(): object {
    return { $numberLong: this.digits }
  }
}

/** Whether JSON is being made for BSON, which has more types. */
let encoding = false

/** The document as BSON, one character a byte. */
export function encode(document: Document): string {
  encoding = true
  try {
    const bytes = $encodeBson(JSON.stringify(document))
    // BSON ends with a zero, a message doesn't.
    if (bytes.endsWith('\0')) return bytes
    throw new InvalidDocument(bytes.slice(1))
  } finally {
    encoding = false
  }
}

/** The document in these bytes. */
export function decode(bytes: string): Document {
  const json = $decodeBson(bytes)
  if (json.startsWith('!')) throw new InvalidDocument(json.slice(1))
  if (!json.includes('"$')) return JSON.parse(json) as Document
  return JSON.parse(json, revive) as Document
}

/**
 * JSON asks values how to write them. A walk through each document that
 * is sent would do it, too, but most have none of these.
 */
function inBson(
  { prototype }: { prototype: object },
  wrap: (value: never) => unknown,
): void {
  const usual = (prototype as { toJSON?: () => unknown }).toJSON
  function toJSON(this: never): unknown {
    if (encoding) return wrap(this)
    return usual ? Reflect.apply(usual, this, []) : this
  }
  Object.defineProperty(prototype, 'toJSON', { value: toJSON })
}

inBson(Date, (date: Date) => ({ $date: date.toISOString() }))
inBson(RegExp, ({ source, flags }: RegExp) => {
  const options = flags.replace(/[^ims]/g, '')
  return { $regularExpression: { pattern: source, options } }
})
for (const type of [Function, Map, Set, Promise]) {
  inBson(type, () => {
    const what = `cannot convert value of type ${type.name} to bson`
    throw new InvalidDocument(what)
  })
}

function revive(_key: string, value: unknown): unknown {
  if (typeof value !== 'object') return value
  const wrap = value as Record<string, string> | null
  if (wrap === null || Array.isArray(wrap)) return value
  const { $oid, $date, $numberLong } = wrap
  if ($oid) return new ObjectId($oid)
  if ($date) return new Date($date)
  return $numberLong ? new Long($numberLong) : value
}
