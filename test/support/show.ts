/** Values of the database as short texts that tell their types: `1` is an int, `1L` a long, `1.0` a double, `1m` a decimal. */
import { deserialize, EJSON } from 'bson'
import type { Document, Value } from '../../server/mongo/bson/document.ts'
import { documentOf } from '../../server/mongo/bson/values.ts'

/** The text of a value; `missing` if there is none. */
export function show(value: Value | undefined): string {
  return value ? showDocument(documentOf([['v', value]])).slice(4, -1) : 'missing'
}

/** The text of a document, such as `{a: 1, b: [1L, "x"]}`. */
export function showDocument(document: Document): string {
  const plain = deserialize(document.bytes, { promoteValues: false, bsonRegExp: true })
  return showJson(JSON.parse(EJSON.stringify(plain, { relaxed: false })))
}

/** How each kind of extended JSON is written. */
const KINDS: Record<string, (value: string) => string> = {
  $numberInt: (value) => value,
  $numberLong: (value) => `${value}L`,
  $numberDouble: (value) => value,
  $numberDecimal: (value) => `${value}m`,
  $oid: (value) => `oid ${value}`,
  $undefined: () => 'undefined',
}

function showJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(showJson).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const [[name, inner] = ['', undefined]] = Object.entries(value)
  if (name === '$date') return new Date(Number((inner as { $numberLong: string }).$numberLong)).toISOString()
  if (KINDS[name]) return KINDS[name](String(inner))
  return `{${Object.entries(value)
    .map(([key, item]) => `${key}: ${showJson(item)}`)
    .join(', ')}}`
}
