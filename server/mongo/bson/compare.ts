/** MongoDB's one order over all values of all types, which equality, ranges, sorting and unique keys share. */
import { TYPE } from './bson-type.ts'
import { compareBytes, readInt32, toHex, utf8 } from './bytes.ts'
import type { Collation } from './collation.ts'
import type { Field, Value } from './document.ts'
import { compareNumbers, numberKey } from './numbers.ts'

const SIGN = 1 << 31

/** Negative, zero or positive: by the rank of the types, within a rank by value. */
export function compareValues(a: Value, b: Value, collation?: Collation): number {
  if (a.rank !== b.rank) return a.rank - b.rank
  switch (a.type) {
    case TYPE.double:
    case TYPE.int:
    case TYPE.long:
    case TYPE.decimal:
      return compareNumbers(a, b)
    case TYPE.string:
    case TYPE.symbol:
      return collation ? collation.compare(a.text, b.text) : compareTexts(a, b)
    case TYPE.javascript:
      return compareTexts(a, b)
    case TYPE.object:
    case TYPE.array:
      return compareFields(a, b, collation)
    case TYPE.date:
      return compareHalves(a, b, 0)
    case TYPE.timestamp:
      return compareHalves(a, b, SIGN)
    case TYPE.binData:
      return compareBinary(a, b)
    case TYPE.dbPointer:
      return a.end - a.start - (b.end - b.start) || compareBytes(a.bytes, b.bytes)
    case TYPE.javascriptWithScope:
      return compareScopes(a, b)
    default:
      return compareBytes(a.bytes, b.bytes)
  }
}

/** A text that is the same for values that are equal in this order, and only for those. */
export function valueKey(value: Value, collation?: Collation): string {
  switch (value.type) {
    case TYPE.double:
    case TYPE.int:
    case TYPE.long:
    case TYPE.decimal:
      return `number ${numberKey(value)}`
    case TYPE.string:
    case TYPE.symbol:
      return `string ${collation ? collation.key(value.text) : value.text}`
    case TYPE.object:
    case TYPE.array:
      return `${value.rank} [${value.document.fields.map((field) => fieldKey(field, collation)).join()}]`
    default:
      return `${value.rank} ${toHex(value.bytes)}`
  }
}

/** The same for values that differ only in the order of their fields. */
export function unorderedKey(value: Value): string {
  if (!value.isDocument && !value.isArray) return valueKey(value)
  const keys = value.document.fields.map(
    (field) => `${JSON.stringify(field.name)}:${unorderedKey(field.value)}`,
  )
  return `${value.rank}[${keys.sort().join()}]`
}

function fieldKey({ name, value }: Field, collation: Collation | undefined): string {
  return `${JSON.stringify(name)}:${JSON.stringify(valueKey(value, collation))}`
}

/** UTF-8 bytes sort as code points do, which UTF-16 strings don't. */
function compareTexts(a: Value, b: Value): number {
  const length = Math.min(a.end - a.start, b.end - b.start) - 5
  for (let at = 4; at < length + 4; at++) {
    const order = a.source[a.start + at]! - b.source[b.start + at]!
    if (order !== 0) return order
  }
  return a.end - a.start - (b.end - b.start)
}

/** Field by field: first the types, then the names, then the values; what begins the other comes first. */
function compareFields(a: Value, b: Value, collation: Collation | undefined): number {
  const x = a.document.fields
  const y = b.document.fields
  const common = Math.min(x.length, y.length)
  for (let index = 0; index < common; index++) {
    const order = compareField(x[index]!, y[index]!, collation)
    if (order !== 0) return order
  }
  return x.length - y.length
}

function compareField(a: Field, b: Field, collation: Collation | undefined): number {
  if (a.value.rank !== b.value.rank) return a.value.rank - b.value.rank
  const names = a.name === b.name ? 0 : compareBytes(utf8(a.name), utf8(b.name))
  return names === 0 ? compareValues(a.value, b.value, collation) : names
}

/** 64 bits as two halves. The upper half is signed; turning its sign bit round makes it unsigned. */
function compareHalves(a: Value, b: Value, turned: number): number {
  const high = (value: Value) => readInt32(value.source, value.start + 4) ^ turned
  return high(a) - high(b) || (a.int32 >>> 0) - (b.int32 >>> 0)
}

/** By the code, then by the scope: both behind the length of all. */
function compareScopes(a: Value, b: Value): number {
  const [x, y] = [a.bytes.subarray(4), b.bytes.subarray(4)]
  const [p, q] = [4 + readInt32(x, 0), 4 + readInt32(y, 0)]
  return compareBytes(x.subarray(4, p), y.subarray(4, q)) || compareBytes(x.subarray(p), y.subarray(q))
}

/** By length first, then by kind, then by content. */
function compareBinary(a: Value, b: Value): number {
  return a.end - a.start - (b.end - b.start) || compareBytes(a.bytes.subarray(4), b.bytes.subarray(4))
}
